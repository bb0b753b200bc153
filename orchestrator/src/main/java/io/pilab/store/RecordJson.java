package io.pilab.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pilab.expectation.Expectation;
import io.pilab.fault.Fault;
import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Names;
import io.pilab.lab.Pair;
import io.pilab.traffic.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** Converts values to JSON: keys in snake case, times in seconds. The values themselves know nothing of JSON. */
final class RecordJson {
    /** One value a line. */
    static final JsonMapper LINES = mapper().build();

    /** Indented, for files that hold one value. */
    static final JsonMapper FILES =
            mapper().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RecordJson() {}

    /** The text of a file that holds one value. */
    static String pretty(Object value) {
        try {
            return FILES.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value in a file. Throws DamagedRecordException. */
    static JsonNode read(Path file) {
        try {
            return FILES.readTree(RecordFile.text(file));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String what =
                    "it is not JSON" + (at == null ? "" : " from column " + Math.max(1, at.getColumnNr()) + " on");
            throw new DamagedRecordException(file, at == null ? 1 : Math.max(1, at.getLineNr()), what);
        }
    }

    private static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(values())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .addMixIn(Fault.class, FaultKeys.class)
                .addMixIn(Traffic.class, TrafficKeys.class)
                .addMixIn(Expectation.class, ExpectationKeys.class)
                .addMixIn(InterfaceAddress.class, AsText.class)
                .addMixIn(Pair.class, PairKeys.class)
                .registerSubtypes(permitted(Fault.class))
                .registerSubtypes(permitted(Traffic.class))
                .registerSubtypes(permitted(Expectation.class));
    }

    private static SimpleModule values() {
        SimpleModule module = new SimpleModule("pilab")
                .addSerializer(new Written<>(Duration.class, d -> JsonValues.rounded(d.toNanos() / 1e9)))
                .addSerializer(new Written<>(Path.class, Path::toString))
                .addSerializer(new Written<>(
                        Enum.class, e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        module.addDeserializer(
                Duration.class, new Read<>(Duration.class, n -> Duration.ofNanos(Math.round(n.asDouble() * 1e9))));
        module.addDeserializer(Path.class, new Read<>(Path.class, n -> Path.of(n.asText())));
        module.addDeserializer(
                InterfaceAddress.class, new Read<>(InterfaceAddress.class, n -> InterfaceAddress.parse(n.asText())));
        return module.setDeserializerModifier(new EnumWords());
    }

    /** Writes each type with its kind: {@code link-down}. */
    private static NamedType[] permitted(Class<?> sealed) {
        return Names.permitted(sealed)
                .map(type -> new NamedType(type, Names.kind(type)))
                .toArray(NamedType[]::new);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "fault")
    private interface FaultKeys {
        @JsonProperty("fault")
        String kind();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "tool")
    private interface TrafficKeys {
        @JsonProperty("tool")
        String tool();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "expectation")
    private interface ExpectationKeys {
        @JsonProperty("description")
        String description();
    }

    private interface AsText {
        @Override
        @JsonValue
        String toString();
    }

    private interface PairKeys {
        @JsonProperty
        @JsonIncludeProperties("name")
        Host client();

        @JsonProperty
        @JsonIncludeProperties("name")
        Host server();
    }

    /** Reads an enum constant by its name in the file: {@code tcp-retries2}. */
    private static final class EnumWords extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> usual) {
            return new Read<>(
                    type.getRawClass(),
                    node -> Arrays.stream(type.getRawClass().getEnumConstants())
                            .map(Enum.class::cast)
                            .filter(c -> c.name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-')
                                    .equals(node.asText()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("'" + node.asText() + "' is not known")));
        }
    }

    private static final class Read<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<JsonNode, ? extends T> as;

        Read(Class<?> type, Function<JsonNode, ? extends T> as) {
            super(type);
            this.as = as;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(json);
            if (!node.isValueNode()) {
                throw new IllegalArgumentException("a " + handledType().getSimpleName() + " is no list and no object");
            }
            return as.apply(node);
        }
    }

    private static final class Written<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, Object> as;

        Written(Class<T> type, Function<T, Object> as) {
            super(type);
            this.as = as;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writePOJO(as.apply(value));
        }
    }
}
