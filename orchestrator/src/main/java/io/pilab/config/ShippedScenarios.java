package io.pilab.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scenarios that are part of pilab, by the name of their file without folder and extension. */
final class ShippedScenarios {
    private static final String ROOT = "/demo/";
    private static final List<String> FOLDERS = List.of("scenarios/", "scenarios/faults/");
    private static final String ENDING = ".yaml";

    private ShippedScenarios() {}

    /** The scenario of a name such as {@code wlan0-down}, by the name of its file. */
    static Optional<ConfigFile> find(String name) {
        return FOLDERS.stream()
                .map(folder -> folder + name + ENDING)
                .flatMap(file -> text(file).map(text -> ConfigFile.of(file, text)).stream())
                .findFirst();
    }

    static List<String> names() {
        return FOLDERS.stream().flatMap(folder -> names(folder).stream()).toList();
    }

    private static Optional<String> text(String file) {
        try (InputStream in = ShippedScenarios.class.getResourceAsStream(ROOT + file)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(String folder) {
        URL url = ShippedScenarios.class.getResource(ROOT + folder);
        try {
            if (!(url.openConnection() instanceof JarURLConnection inJar)) {
                return names(Path.of(url.toURI()));
            }
            // A file system of its own: the JVM's shared one for the jar's address cannot be open twice at once.
            Path jarFile = Path.of(inJar.getJarFileURL().toURI());
            try (FileSystem jar = FileSystems.newFileSystem(jarFile)) {
                return names(jar.getPath(ROOT + folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(ENDING))
                    .map(f -> f.substring(0, f.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }
}
