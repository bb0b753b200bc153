package io.pilab.verdict;

/**
 * What a trial shows and nothing tests.
 *
 * @param detail the evidence, or why it is unknown
 */
public record Fact(String name, String detail) {}
