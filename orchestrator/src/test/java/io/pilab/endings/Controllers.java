package io.pilab.endings;

import io.pilab.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many {@code pilab run} in one process, each on a pair of its own: a signal to the process is one to each of them, and
 * {@code kill -9} ends them all.
 */
public final class Controllers {
    private Controllers() {}

    /** The lab file, a folder, milliseconds from one start to the next, and the clients: the scenario of client {@code c1} is {@code c1.yaml} in that folder. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[1]);
        List<Thread> threads = new ArrayList<>();
        for (String client : Arrays.asList(arguments).subList(3, arguments.length)) {
            Thread thread = new Thread(() -> run(arguments[0], folder, client), client);
            thread.start();
            threads.add(thread);
            Thread.sleep(Integer.parseInt(arguments[2]));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.exit(0);
    }

    private static void run(String lab, Path folder, String client) {
        try (PrintWriter out = new PrintWriter(folder.resolve(client + ".log").toFile(), StandardCharsets.UTF_8)) {
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
}
