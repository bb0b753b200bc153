package io.pilab.config;

/** A value with its place, for checks that compare values. */
record Placed<T>(T value, Place place) {}
