package io.pilab.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.expectation.Expectation;
import io.pilab.fault.Fault;
import io.pilab.lab.Parameter;
import io.pilab.lab.ShellText;
import io.pilab.lab.Variant;
import io.pilab.traffic.Traffic;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the schema says of tools, faults and expectations, made of their records. */
final class SchemaOfRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Class<?>, String> SHARED = Map.of(
            Duration.class, "lasting",
            double.class, "share",
            Double.class, "share",
            long.class, "rate",
            Long.class, "rate",
            ShellText.class, "command-line");

    private SchemaOfRecords() {}

    /** The text of the scenario's schema, with the parts that the records say. */
    static String in(String schema) throws JsonProcessingException {
        ObjectNode root = (ObjectNode) JSON.readTree(schema);
        tools((ObjectNode) root.at("/properties/traffic/properties"));
        ObjectNode fault = (ObjectNode) root.at("/$defs/timed-fault");
        Map<String, Class<? extends Fault>> faults = Variants.of(Fault.class);
        ((ObjectNode) fault.at("/properties/fault")).set("enum", words(faults.keySet().stream()));
        ArrayNode all = fault.putArray("oneOf");
        faults.forEach((kind, type) -> all.add(fault(kind, type)));
        ArrayNode expectations = ((ObjectNode) root.at("/$defs/expectation")).putArray("oneOf");
        Variants.of(Expectation.class).forEach((kind, type) -> expectations.add(expectation(kind, type)));
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return JSON.writer(printer).writeValueAsString(root) + "\n";
    }

    /** Beside the keys of every tool those of some. */
    private static void tools(ObjectNode traffic) {
        Map<String, Class<? extends Traffic>> tools = Variants.of(Traffic.class);
        ((ObjectNode) traffic.get("tool")).set("enum", words(tools.keySet().stream()));
        traffic.retain("tool", "duration", "interval", "to");
        tools.values().stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(component ->
                        !Set.of("duration", "interval", "toInterface").contains(component.getName()))
                .forEach(component -> traffic.set(
                        RecordReader.usualKey(component.getName()),
                        key(component, Optional.ofNullable(component.getAnnotation(Parameter.class)))));
    }

    private static ObjectNode fault(String kind, Class<?> type) {
        Variant said = type.getAnnotation(Variant.class);
        ObjectNode variant = JSON.createObjectNode().put("description", said.value());
        ObjectNode properties = variant.putObject("properties");
        properties.putObject("fault").put("const", kind);
        keys(variant, properties, type, RecordReader.keys(type));
        if (said.anyOf().length > 0) {
            variant.set("anyOf", eachRequired(said.anyOf()));
        }
        if (said.not().length > 0) {
            variant.putObject("not").set("anyOf", eachRequired(said.not()));
        }
        return variant;
    }

    /** The key that names it holds its first component. */
    private static ObjectNode expectation(String kind, Class<?> type) {
        ObjectNode variant = JSON.createObjectNode()
                .put("type", "object")
                .put("description", type.getAnnotation(Variant.class).value())
                .put("additionalProperties", false);
        List<String> keys = RecordReader.keys(type);
        keys(
                variant,
                variant.putObject("properties"),
                type,
                Stream.concat(Stream.of(kind), keys.stream().skip(1)).toList());
        return variant;
    }

    private static void keys(ObjectNode variant, ObjectNode properties, Class<?> type, List<String> keys) {
        RecordComponent[] components = type.getRecordComponents();
        ArrayNode required = JSON.createArrayNode();
        ObjectNode dependent = JSON.createObjectNode();
        for (int i = 0; i < components.length; i++) {
            Optional<Parameter> said = Optional.ofNullable(components[i].getAnnotation(Parameter.class));
            String key = keys.get(i);
            properties.set(key, key(components[i], said));
            said.filter(p -> !p.needs().isEmpty())
                    .ifPresent(p -> dependent.putArray(key).add(p.needs()));
            if (components[i].getType() != Optional.class
                    && said.map(Parameter::usually).orElse("").isEmpty()) {
                required.add(key);
            }
        }
        if (!required.isEmpty()) {
            variant.set("required", required);
        }
        if (!dependent.isEmpty()) {
            variant.set("dependentRequired", dependent);
        }
    }

    private static ObjectNode key(RecordComponent component, Optional<Parameter> said) {
        Class<?> type = component.getGenericType() instanceof ParameterizedType optional
                ? (Class<?>) optional.getActualTypeArguments()[0]
                : component.getType();
        ObjectNode key = JSON.createObjectNode();
        if (type.isEnum()) {
            key.set("enum", words(Arrays.stream(type.getEnumConstants()).map(RecordReader::label)));
        } else if (type == int.class) {
            key.put("type", "integer")
                    .put("minimum", said.orElseThrow().least())
                    .put("maximum", said.orElseThrow().most());
        } else if (type == boolean.class || type == Boolean.class) {
            key.put("type", "boolean");
        } else {
            key.put("$ref", "#/$defs/" + (type == String.class ? word(component) : SHARED.get(type)));
        }
        said.map(Parameter::usually).filter(usual -> !usual.isEmpty()).ifPresent(usual -> {
            if (type == Boolean.class) {
                key.put("default", Boolean.parseBoolean(usual));
            } else {
                key.put("default", usual);
            }
        });
        said.ifPresent(p -> key.put("description", p.value()));
        return key;
    }

    private static String word(RecordComponent component) {
        return RecordReader.ARMS.contains(component.getName())
                ? "arm-name"
                : component.getName().equals("congestion") ? "congestion-control" : "interface";
    }

    private static ArrayNode words(Stream<String> words) {
        ArrayNode array = JSON.createArrayNode();
        words.forEach(array::add);
        return array;
    }

    private static ArrayNode eachRequired(String... keys) {
        ArrayNode array = JSON.createArrayNode();
        Arrays.stream(keys)
                .forEach(key -> array.addObject().putArray("required").add(key));
        return array;
    }
}
