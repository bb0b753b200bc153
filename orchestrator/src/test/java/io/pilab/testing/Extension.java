package io.pilab.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * pilab as it is with one more source file and its name in {@code permits}, and nothing else: what docs/extending
 * promises. The files are in src/test/extending.
 */
public final class Extension extends URLClassLoader {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path EXTENDING = Path.of("src/test/extending");

    private Extension(URL... urls) {
        super(urls, Extension.class.getClassLoader());
    }

    /**
     * Makes it.
     *
     * @param classes folder for what is compiled
     * @param sealed the interface that permits the new record
     * @param name of the new record, in the same package
     */
    public static Extension of(Path classes, Class<?> sealed, String name) throws IOException {
        Path folder = Path.of(sealed.getPackageName().replace('.', '/'));
        Path permitting = classes.resolve(sealed.getSimpleName() + ".java");
        String text = Files.readString(MAIN.resolve(folder).resolve(sealed.getSimpleName() + ".java"));
        Files.writeString(permitting, text.replaceFirst("permits (?=[A-Z])", "permits " + name + ", "));
        compile(classes, List.of(permitting, EXTENDING.resolve(folder).resolve(name + ".java")), location(sealed));
        return new Extension(classes.toUri().toURL(), location(sealed), location(Extension.class));
    }

    private static void compile(Path classes, List<Path> sources, URL classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-parameters", "-d", classes.toString(), "-cp", classPath.getPath());
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new IllegalArgumentException("the extension does not compile:\n" + said);
            }
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Runs a class of the tests within it. */
    public <A, B> B run(Class<? extends Function<A, B>> driver, A argument) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        Function<A, B> within = (Function<A, B>)
                loadClass(driver.getName()).getDeclaredConstructor().newInstance();
        return within.apply(argument);
    }

    /** Its own classes before those of the tests around it: they are other classes, of the same names. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.pilab.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }
}
