package io.pilab.plan;

/**
 * One line of a plan.
 *
 * @param host the host's name; "both" where each of the pair does it, "all" where a helper does as well
 * @param text what happens, a command where it is one
 */
public record Step(Phase phase, String host, String text) {}
