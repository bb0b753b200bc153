package io.pilab.iperf3;

/** A file could not be fetched; the message is one line without the address. */
final class DownloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DownloadException(String message) {
        super(message);
    }
}
