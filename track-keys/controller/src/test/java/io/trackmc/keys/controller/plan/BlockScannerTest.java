package io.trackmc.keys.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockScannerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nodes { a { x = 1 }; a { x = 1 } } | a | 2",
        "nodes { a { }, a { } } | a | 1",
        "{ nodes : { a : {}; \"a\" = {} } } | a | 2",
        "nodes { a {} }; nodes { a {} } | a | 2",
        "nodes { a {} }; nodes.a {} | a | 2",
        "nodes {; a =;{}; b = {}; a {} } | a | 5",
        "nodes { a { s = \"\"\"x;\" }\"\"\" }; b {}; b {} } | b | 4",
        "nodes { a { s = \"\\\" }\" }; b { l = [{}, {}] }; b {} } | b | 3"})
    void shouldFindASecondBlock(String text, String name, int line) {
        assertThat(BlockScanner.firstSecondBlock(text.replace(";", "\n"), "nodes"))
                .isEqualTo(new BlockScanner.SecondBlock(name, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nodes { a {} b {} }", "nodes { a { x {} } b { x {} } }", "other { a {}; a {} }",
        "nodes { a {}; # a {};}", "nodes { a {}; // a {};}", "nodes { a { s = \"b {\" }; b { s = \"b {\" } }",
        "nodes { l = [{ a {} }, { a {} }] }", "}}}", "\"", "\"\\", "\"\"\"", "[", "nodes { /"})
    void shouldFindNoneWhereThereIsNone(String text) {
        assertThat(BlockScanner.firstSecondBlock(text.replace(";", "\n"), "nodes")).isNull();
    }
}
