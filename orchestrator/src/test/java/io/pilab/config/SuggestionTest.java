package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KEYS = List.of("address", "endpoint", "role", "ssh");

    @ParameterizedTest
    @CsvSource({
        "'','',0",
        "a,'',1",
        "adress,address,1",
        "clinet,client,1",
        "kitten,sitting,3",
        "Role,role,0",
        "ab,ba,1",
        "link,link,0"
    })
    void countsEdits(String a, String b, int edits) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(edits);
        assertThat(Suggestion.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void findsTheNearestWord() {
        assertThat(Suggestion.of("adress", KEYS)).contains("address");
        assertThat(Suggestion.of("roles", KEYS)).contains("role");
        assertThat(Suggestion.of("SSH", KEYS)).contains("ssh");
    }

    @Test
    void suggestsNothingFarFetched() {
        assertThat(Suggestion.of("colour", KEYS)).isEmpty();
        assertThat(Suggestion.of("adress", List.of())).isEmpty();
    }

    @Test
    void ofEquallyNearWordsTheFirstInTheAlphabet() {
        assertThat(Suggestion.of("eth2", List.of("eth1", "eth0"))).contains("eth0");
    }

    @Test
    void wordsItAsTheEndOfAMessage() {
        assertThat(Suggestion.orAllowed("adress", KEYS)).isEqualTo("; did you mean 'address'?");
        assertThat(Suggestion.orAllowed("colour", KEYS)).isEqualTo("; allowed: address, endpoint, role, ssh");
        assertThat(Suggestion.either(List.of("a"))).isEqualTo("a");
        assertThat(Suggestion.either(List.of("a", "b", "c"))).isEqualTo("a, b or c");
    }
}
