package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.nodes.NodeId;

/** The examples of YAML 1.2.2, section 10.3.2, and the words that the 1.1 rules misread. */
class CoreResolverTest {
    @ParameterizedTest
    @CsvSource({
        "null,null",
        "Null,null",
        "~,null",
        "'',null",
        "true,bool",
        "True,bool",
        "FALSE,bool",
        "yes,str",
        "no,str",
        "on,str",
        "off,str",
        "y,str",
        "tRUE,str",
        "0,int",
        "-19,int",
        "010,int",
        "0o7,int",
        "0x3A,int",
        "1_000,str",
        "22:22,str",
        "0b1,str",
        "0.,float",
        "-0.0,float",
        ".5,float",
        "+12e03,float",
        "-2E+05,float",
        ".inf,float",
        "-.Inf,float",
        ".NAN,float",
        "3.21,float",
        "3.19.1,str",
        "2026-01-02,str",
        "<<,str",
        "=,str",
        "90%,str",
        "3s,str",
        "02:42:ac:11:00:02,str"
    })
    void aPlainWordIs(String word, String tag) {
        assertThat(new CoreResolver().resolve(NodeId.scalar, word, true).getValue())
                .isEqualTo("tag:yaml.org,2002:" + tag);
    }

    @ParameterizedTest
    @CsvSource({"true", "3.21", "~", "5"})
    void aQuotedWordIsText(String word) {
        assertThat(new CoreResolver().resolve(NodeId.scalar, word, false).getValue())
                .isEqualTo("tag:yaml.org,2002:str");
    }
}
