package io.pilab.traffic;

/** Understands what a traffic tool writes on one host, a complete line at a time. It never throws, whatever the line says. */
public interface OutputReader {
    /** The next line of its standard output. */
    void output(String line);

    /** The next line of its standard error. */
    void complaint(String line);
}
