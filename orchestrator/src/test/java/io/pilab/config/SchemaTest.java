package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The schemas accept and refuse the same files as the loader, so that an editor is no laxer and no stricter. */
class SchemaTest {
    private static final Schema LAB = schema("lab");
    private static final Schema SCENARIO = schema("scenario");

    static Stream<Path> goodFiles() {
        return Stream.concat(Stream.of(Fixtures.example(), Fixtures.demo()), Fixtures.in("good").stream());
    }

    /** What only the loader can know (who owns which address) is in another folder. */
    static Stream<Path> badFiles() {
        return Fixtures.in("bad/structure").stream();
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void aGoodFileFits(Path file) {
        assertThat(violations(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadStructureIsRefused(Path file) {
        assertThat(violations(file)).isNotEmpty();
    }

    @Test
    void theSchemasAreValidThemselves() throws IOException {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        assertThat(meta.validate("{\"required\": \"lab\"}", InputFormat.JSON)).isNotEmpty();
        assertThat(meta.validate(text("lab"), InputFormat.JSON)).isEmpty();
        assertThat(meta.validate(text("scenario"), InputFormat.JSON)).isEmpty();
    }

    /** Every record is in the schema. {@code -Dpilab.rewrite=true} writes the records' part anew. */
    @Test
    void faultsAndExpectationsAreThoseOfTheRecords() throws IOException {
        Path file = Fixtures.PROJECT.resolve("orchestrator/src/main/resources/schema/scenario.schema.json");
        String made = SchemaOfRecords.in(Files.readString(file));
        if (Boolean.getBoolean("pilab.rewrite")) {
            Files.writeString(file, made);
        } else {
            assertThat(Files.readString(file))
                    .describedAs("mvn test -Dtest=SchemaTest -Dpilab.rewrite=true writes it anew")
                    .isEqualTo(made);
        }
    }

    private static List<Error> violations(Path file) {
        Value root = YamlText.root(Fixtures.text(file), new Problems(file.toString()));
        return (Fixtures.isLab(file) ? LAB : SCENARIO).validate(json(root.node()));
    }

    private static JsonNode json(Node node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = factory.objectNode();
            mapping.getValue()
                    .forEach(t -> object.set(((ScalarNode) t.getKeyNode()).getValue(), json(t.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = factory.arrayNode();
            sequence.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        String word = ((ScalarNode) node).getValue();
        if (node.getTag().equals(Tag.INT)) {
            return factory.numberNode(new java.math.BigInteger(word));
        }
        if (node.getTag().equals(Tag.FLOAT)) {
            return factory.numberNode(new java.math.BigDecimal(word));
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return factory.booleanNode(Boolean.parseBoolean(word));
        }
        return node.getTag().equals(Tag.NULL) ? factory.nullNode() : factory.textNode(word);
    }

    private static Schema schema(String name) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text(name), InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
