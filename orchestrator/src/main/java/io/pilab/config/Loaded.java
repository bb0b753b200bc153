package io.pilab.config;

/**
 * A value that was read, and the text it was read from, since the file may change at any moment.
 *
 * @param text the whole text
 */
public record Loaded<T>(T value, String text) {}
