package io.pilab.app;

/** What was asked for cannot be done as it was said; the message has the cure. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
