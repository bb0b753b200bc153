package io.pilab.report;

import java.util.Optional;

/**
 * How the summary is printed.
 *
 * @param coloured with ANSI colours
 * @param runDirectory where the record is, to be named at the end
 */
public record ConsoleOptions(boolean coloured, Optional<String> runDirectory) {}
