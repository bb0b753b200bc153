package io.pilab.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pilab.fault.Fault;
import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Pair;
import io.pilab.scenario.Expectation;
import io.pilab.traffic.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** How values become JSON: keys in snake case, times in seconds; the values themselves stay free of it. */
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

    /** The value that a file holds; throws DamagedRecordException. */
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
                .addMixIn(Pair.class, PairKeys.class);
    }

    private static SimpleModule values() {
        return new SimpleModule("pilab")
                .addSerializer(new Written<>(Duration.class, d -> JsonValues.rounded(d.toNanos() / 1e9)))
                .addSerializer(new Written<>(Path.class, Path::toString))
                .addSerializer(new Written<>(
                        Enum.class, e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    private interface FaultKeys {
        @JsonProperty("fault")
        String kind();
    }

    private interface TrafficKeys {
        @JsonProperty("tool")
        String tool();
    }

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
