package io.pilab.iperf3;

import io.pilab.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Fetches a file over HTTP to this machine. What it is, is for the caller to check. */
final class Download {
    private static final int MOST_REDIRECTS = 5;
    private static final int OK = 200;
    private static final long MOST_BYTES = 64L << 20;
    private static final long STEP_BYTES = 256 << 10;

    private final Duration connectLimit;
    private final Duration wholeLimit;
    private final HttpClient client;

    Download(Duration connectLimit, Duration wholeLimit) {
        this.connectLimit = connectLimit;
        this.wholeLimit = wholeLimit;
        this.client = HttpClient.newBuilder()
                .connectTimeout(connectLimit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Fetches; follows redirects within the host only.
     *
     * @throws DownloadException with one line on why not; when interrupted, too, the flag then being set
     */
    void fetch(URI address, Path target, Consumer<String> progress) {
        Deadline deadline = Deadline.in(wholeLimit);
        URI at = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<Void> answer = get(at, target, progress, deadline);
            if (answer.statusCode() == OK) {
                return;
            }
            at = redirect(at, answer);
        }
        throw new DownloadException("more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpResponse<Void> get(URI address, Path target, Consumer<String> progress, Deadline deadline) {
        try (OutputStream out = Files.newOutputStream(target)) {
            CompletableFuture<HttpResponse<Void>> answer =
                    client.sendAsync(HttpRequest.newBuilder(address).build(), into(out, progress));
            try {
                return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new DownloadException(reason(e.getCause(), address));
            } catch (TimeoutException e) {
                throw new DownloadException("not done within " + wholeLimit.toSeconds() + " s");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DownloadException("interrupted");
            } finally {
                answer.cancel(true);
            }
        } catch (IOException e) {
            throw new DownloadException("cannot write " + target + ": " + e.getMessage());
        }
    }

    private static BodyHandler<Void> into(OutputStream out, Consumer<String> progress) {
        return info -> {
            if (info.statusCode() != OK) {
                return BodyHandlers.discarding().apply(info);
            }
            String of = info.headers()
                    .firstValue("Content-Length")
                    .map(l -> " of " + l)
                    .orElse("");
            long[] bytes = {0, 0};
            return BodyHandlers.ofByteArrayConsumer(chunk -> chunk.ifPresent(b -> {
                        write(out, b);
                        bytes[0] += b.length;
                        if (bytes[0] > MOST_BYTES) {
                            throw new DownloadException("more than " + MOST_BYTES + " bytes; that is no iperf3");
                        }
                        if (bytes[0] >= bytes[1] + STEP_BYTES) {
                            bytes[1] = bytes[0];
                            progress.accept("downloaded " + bytes[0] + of + " bytes");
                        }
                    }))
                    .apply(info);
        };
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI redirect(URI from, HttpResponse<Void> answer) {
        String location = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
            throw new DownloadException("the server answers " + answer.statusCode());
        }
        URI to = from.resolve(location);
        boolean same = from.getScheme().equals(to.getScheme())
                && from.getHost().equals(to.getHost())
                && from.getPort() == to.getPort();
        if (!same) {
            throw new DownloadException("the server redirects to another place, " + to + ", which is not followed");
        }
        return to;
    }

    private String reason(Throwable failure, URI address) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof DownloadException) {
                return t.getMessage();
            }
            if (t instanceof UnresolvedAddressException) {
                return "the name " + address.getHost() + " cannot be resolved";
            }
            if (t instanceof HttpConnectTimeoutException) {
                return "no connection to " + address.getHost() + " within " + connectLimit.toSeconds() + " s";
            }
            if (t instanceof SSLException) {
                return "no safe connection to " + address.getHost() + ": " + t.getMessage();
            }
        }
        String connection =
                failure instanceof ConnectException ? "no connection to " + address.getHost() : "broken off";
        return failure.getMessage() == null ? connection : connection + ": " + failure.getMessage();
    }
}
