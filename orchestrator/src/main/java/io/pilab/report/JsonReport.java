package io.pilab.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pilab.lab.Arm;
import io.pilab.record.RunRecord;
import io.pilab.verdict.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** For programs: result.json (docs/record-format.md); bits per second, bytes, seconds; what is not known is absent. */
record JsonReport() implements ReportFormat {
    /** Changes when a key changes its meaning. */
    private static final int FORMAT = 2;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule("figures")
                    .addSerializer(Double.class, new Rounded())
                    .addSerializer(Double.TYPE, new Rounded())
                    .addSerializer(Enum.class, new Lower())
                    .addSerializer(Arm.class, new Name()))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String fileName() {
        return "result.json";
    }

    @Override
    public String render(JudgedRun judged) {
        RunRecord run = judged.run();
        RunResult result = judged.result();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("run", run.run());
        document.put("scenario", run.scenario());
        document.put("lab", run.lab());
        document.put("outcome", result.outcome());
        document.put("arms", result.arms());
        document.put("not_run", result.notRun());
        document.put("expectations", result.expectations());
        document.put("comparisons", result.comparisons());
        document.put("gaps", result.gaps());
        document.put("trials", result.trials());
        try {
            return JSON.writeValueAsString(document).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Rounded extends JsonSerializer<Double> {
        private static final int DECIMALS = 6;

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isInfinite()) {
                json.writeNull(); // without a limit: not back for as long as was watched
                return;
            }
            BigDecimal rounded = BigDecimal.valueOf(value)
                    .setScale(DECIMALS, RoundingMode.HALF_UP)
                    .stripTrailingZeros();
            json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
        }
    }

    private static final class Name extends JsonSerializer<Arm> {
        @Override
        public void serialize(Arm value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.name());
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class Lower extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }
}
