package io.pilab.provision;

/** A host can not be made ready; the message names host, cause and cure. */
public final class ProvisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProvisionException(String message) {
        super(message);
    }
}
