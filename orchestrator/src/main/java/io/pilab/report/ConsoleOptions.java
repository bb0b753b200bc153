package io.pilab.report;

import java.util.Optional;

/**
 * How the summary is printed.
 *
 * @param coloured with ANSI colours
 * @param details each trial with its table and its evidence, also where there are repeats; else only those that are unfit have a line
 * @param runDirectory where the record is, to be named at the end
 */
public record ConsoleOptions(boolean coloured, boolean details, Optional<String> runDirectory) {}
