package io.pilab.config;

/** A value that was read, and where it stands, for checks that need more than the value alone. */
record Placed<T>(T value, Place place) {}
