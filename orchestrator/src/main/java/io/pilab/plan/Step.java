package io.pilab.plan;

/**
 * One line of a plan.
 *
 * @param host the host's name; "both" where each does it
 * @param text what happens, a command where it is one
 */
public record Step(Phase phase, String host, String text) {}
