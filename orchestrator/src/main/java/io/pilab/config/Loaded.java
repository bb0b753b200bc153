package io.pilab.config;

/**
 * What a file says, and the text that said so: the file itself may be another one a moment later.
 *
 * @param text whole, as it was read
 */
public record Loaded<T>(T value, String text) {}
