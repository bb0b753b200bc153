package io.pilab.app;

/** Hears what is being done on hosts that are worked on at the same time; it may be called by several threads at once. */
public interface HostProgress {
    /** A host is at something else now. */
    void at(String host, String text);

    /** A host is at nothing any more. */
    void ended(String host, String text);

    /** Something that stays to be read. */
    void note(String text);
}
