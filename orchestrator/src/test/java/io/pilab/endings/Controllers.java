package io.pilab.endings;

import io.pilab.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Many {@code pilab run} in one process, each on a pair of its own: a signal to the process is one to each of them, and
 * {@code kill -9} ends them all.
 */
public final class Controllers {
    private Controllers() {}

    /** The lab file, a folder, how many prepare at a time, and the clients: {@code c1.yaml} is the scenario of {@code c1}. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[1]);
        Semaphore preparing = new Semaphore(Integer.parseInt(arguments[2]));
        List<Thread> threads = new ArrayList<>();
        for (String client : Arrays.asList(arguments).subList(3, arguments.length)) {
            preparing.acquire();
            Thread thread = new Thread(() -> run(arguments[0], folder, client, preparing), client);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.exit(0);
    }

    private static void run(String lab, Path folder, String client, Semaphore preparing) {
        try (PrintWriter out = new Log(folder.resolve(client + ".log"), preparing)) {
            int code = Main.run(
                    out,
                    out,
                    "run",
                    "--pair",
                    client,
                    "--runs",
                    folder.resolve(client).toString(),
                    "-f",
                    lab,
                    folder.resolve(client + ".yaml").toString());
            Files.writeString(folder.resolve(client + ".code"), "" + code);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a run says; it has prepared when it says that it measures, or has ended. */
    private static final class Log extends PrintWriter {
        private final Semaphore preparing;
        private boolean prepares = true;

        Log(Path file, Semaphore preparing) throws IOException {
            super(Files.newBufferedWriter(file), true);
            this.preparing = preparing;
        }

        @Override
        public void write(String text, int offset, int length) {
            super.write(text, offset, length);
            if (text.startsWith("measure")) {
                prepared();
            }
        }

        @Override
        public void close() {
            super.close();
            prepared();
        }

        private void prepared() {
            if (prepares) {
                prepares = false;
                preparing.release();
            }
        }
    }
}
