package io.pilab.spool;

/** Understands one kind of file, a complete line at a time; never throws, whatever the line says. */
interface LineReader {
    void line(String line);
}
