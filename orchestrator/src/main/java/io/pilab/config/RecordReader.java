package io.pilab.config;

import static java.util.Map.entry;

import io.pilab.lab.Arm;
import io.pilab.lab.Names;
import io.pilab.lab.Parameter;
import io.pilab.lab.RefusedValues.RefusedException;
import io.pilab.lab.ShellText;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a section into a record, so that a new tool, fault or expectation needs no reader. A component's type says what its key
 * holds. String is a name, Duration a duration above zero, long a rate in bits per second, double a percentage, int a whole
 * number from 0. An enum is one of its constants in kebab case. An Optional may be left out, and so may a component with a
 * usual value ({@link Parameter}). The key is the component's name in snake case, unless renamed.
 *
 * @param keys keys by component name, where they differ
 * @param given by component name: values that are read already, or could not be read
 */
record RecordReader(Map<String, String> keys, Map<String, Optional<?>> given) {
    private static final String NETWORK_INTERFACE = "networkInterface";
    private static final Set<String> INTERFACES = Set.of(NETWORK_INTERFACE, "peer");

    /** The components that name an arm of the scenario. */
    static final Set<String> ARMS = Set.of("arm", "against");

    private static final String ARM = "an arm's name of at most 100 letters, digits, dots, dashes and underscores";

    private static final Map<Class<?>, Function<Value, Optional<?>>> READERS = Map.ofEntries(
            entry(String.class, v -> v.matching(Names.NAME, LabReader.NAME)),
            entry(ShellText.class, RecordReader::shellText),
            entry(Duration.class, Value::lasting),
            entry(long.class, Value::rate),
            entry(Long.class, Value::rate),
            entry(double.class, Value::percent),
            entry(Double.class, Value::percent),
            entry(int.class, v -> v.integer(0, Integer.MAX_VALUE)),
            entry(Integer.class, v -> v.integer(0, Integer.MAX_VALUE)),
            entry(boolean.class, Value::bool),
            entry(Boolean.class, Value::bool));

    private static final Map<Class<?>, String> EXAMPLES = Map.of(
            String.class, "name",
            Duration.class, "3s",
            long.class, "10mbit",
            double.class, "90%",
            int.class, "1",
            boolean.class, "true");

    RecordReader(Map<String, String> keys) {
        this(keys, Map.of());
    }

    /** The record. Empty when a part of it could not be read or its constructor refused it. */
    <T> Optional<T> read(Class<T> type, Section section) {
        RecordComponent[] components = type.getRecordComponents();
        List<Optional<Object>> values =
                Arrays.stream(components).map(c -> component(c, section)).toList();
        if (!values.stream().allMatch(Optional::isPresent)) {
            return Optional.empty();
        }
        Object[] arguments = values.stream().map(Optional::orElseThrow).toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return construct(type, types, arguments, section);
    }

    private <T> Optional<T> construct(Class<T> type, Class<?>[] types, Object[] arguments, Section section) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RefusedException refused) {
                refused.refusals().forEach(r -> section.problem(key(r.component()), r.reason()));
                return Optional.empty();
            }
            if (e.getCause() instanceof IllegalArgumentException refused) {
                return section.problem(refused.getMessage());
            }
            throw new IllegalStateException("the constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not a record that can be made", e);
        }
    }

    private Optional<Object> component(RecordComponent component, Section section) {
        if (given.containsKey(component.getName())) {
            return given.get(component.getName()).map(Object.class::cast);
        }
        String key = key(component.getName());
        if (component.getGenericType() instanceof ParameterizedType optional && component.getType() == Optional.class) {
            Type inner = optional.getActualTypeArguments()[0];
            return Optional.of(section.optional(key, v -> value((Class<?>) inner, component.getName(), v)));
        }
        Class<?> type = component.getType();
        Optional<Object> usual = usual(component);
        if (usual.isPresent() && section.value(key).isEmpty()) {
            return usual;
        }
        return section.required(key, key + ": " + example(component), v -> value(type, component.getName(), v));
    }

    /** What holds when the key is left out. */
    private static Optional<Object> usual(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Parameter.class))
                .map(Parameter::usually)
                .filter(word -> !word.isEmpty())
                .map(word -> Arrays.stream(component.getType().getEnumConstants())
                        .filter(constant -> label(constant).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("'" + word + "' is no " + component)));
    }

    private String key(String component) {
        return keys.getOrDefault(component, usualKey(component));
    }

    static String usualKey(String component) {
        return component.equals(NETWORK_INTERFACE)
                ? "interface"
                : Variants.kebab(component).replace('-', '_');
    }

    /** The keys of a record, none of them renamed. */
    static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> usualKey(component.getName()))
                .toList();
    }

    private static Optional<Object> value(Class<?> type, String component, Value value) {
        if (type.isEnum()) {
            return value.choice(List.<Object>of(type.getEnumConstants()), RecordReader::label);
        }
        if (INTERFACES.contains(component)) {
            return value.matching(Names.INTERFACE, HostReader.INTERFACE).map(Object.class::cast);
        }
        if (ARMS.contains(component)) {
            return value.matching(Arm.RECORDED, ARM).map(Object.class::cast);
        }
        Function<Value, Optional<?>> reader = Optional.ofNullable(READERS.get(type))
                .orElseThrow(() -> new IllegalStateException("no reader for " + type + " " + component));
        return reader.apply(value).map(Object.class::cast);
    }

    private static Optional<ShellText> shellText(Value value) {
        return value.text().flatMap(text -> {
            try {
                return Optional.of(new ShellText(text));
            } catch (IllegalArgumentException e) {
                return value.problem(e.getMessage());
            }
        });
    }

    /** The name of a constant in files: its own text if it has one. */
    static String label(Object constant) {
        String name = ((Enum<?>) constant).name();
        return name.equals(constant.toString()) ? Variants.kebab(name).replace('_', '-') : constant.toString();
    }

    private static String example(RecordComponent component) {
        return INTERFACES.contains(component.getName())
                ? "wlan0"
                : ARMS.contains(component.getName())
                        ? "mptcp"
                        : component.getType().isEnum()
                                ? label(component.getType().getEnumConstants()[0])
                                : EXAMPLES.getOrDefault(component.getType(), "...");
    }
}
