package io.pilab.rig;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * Handles the terminal's signals while a child owns the terminal. Ctrl-C reaches every process in the foreground, and
 * the child decides what it means. A SIGTERM or SIGHUP that pilab receives is passed on to the child.
 *
 * <p>The JDK has no public interface for this. jdk.unsupported exports {@code sun.misc.Signal} on purpose, but javac
 * warns at each use, hence the reflection. Without it the JVM would die before the child.
 */
final class Signals implements AutoCloseable {
    private final Map<String, Object> previous = new HashMap<>();

    private Signals() {}

    /** Until closed, the child alone decides when pilab ends. */
    static Signals leaveTo(Process child) {
        Signals signals = new Signals();
        signals.handle("INT", () -> {});
        signals.handle("TERM", child::destroy);
        signals.handle("HUP", child::destroy);
        return signals;
    }

    private void handle(String signal, Runnable action) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            previous.put(signal, install(signal, handler));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // a JVM without the interface, or started with -Xrs: the signal ends it, as it ends any program
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "signal " + signal, e);
        }
    }

    private static Object install(String signal, Object handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Object value = signalType.getConstructor(String.class).newInstance(signal);
        return signalType
                .getMethod("handle", signalType, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, value, handler);
    }

    @Override
    public void close() {
        previous.forEach((signal, handler) -> {
            try {
                install(signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot restore the handler of SIG" + signal, e);
            }
        });
    }
}
