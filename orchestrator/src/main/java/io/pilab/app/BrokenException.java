package io.pilab.app;

/** Something does not do what it should; the message has the cure. */
public final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenException(String message) {
        super(message);
    }
}
