package io.trackmc.cli.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b/c.txt", "zoë/漢字", "a/.hidden", "a b", "a/-rf", "Foo::Bar.3pm", "a/...", "con",
        "👨‍👩‍👧"})
    void shouldTakeOrdinaryNames(String name) {
        assertThat(EntryName.fault(name, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/etc/passwd", "a//b", "a/", ".", "..", "a/../b", "../a", "a/..", "./a", "a/./b",
        ".ssh/authorized_keys",
        ".track-part/x", "-rf", "~root", "a\\..\\b", "a\0b", "a\nb", "a\u001b[2Jb", "a\u202Eb", "a\u2028b", "a\u0085b"})
    void shouldRefuseNamesThatLeadElsewhereOrMislead(String name) {
        assertThat(EntryName.fault(name, false)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "a/NUL.txt", "a/com1", "a.", "a /b", "a:b", "a/b?c"})
    void shouldRefuseWhatWindowsDoesNotTake(String name) {
        assertThat(EntryName.fault(name, true)).isNotNull();
        assertThat(EntryName.fault(name, false)).isNull();
    }

    @Test
    void shouldBoundLengthAndDepth() {
        assertThat(EntryName.fault("x".repeat(255), false)).isNull();
        assertThat(EntryName.fault("x".repeat(256), false)).contains("255");
        assertThat(EntryName.fault("漢".repeat(86), false)).contains("255");
        assertThat(EntryName.fault("x/".repeat(63) + "x", false)).isNull();
        assertThat(EntryName.fault("x/".repeat(64) + "x", false)).contains("64 parts");
        assertThat(EntryName.fault(("x".repeat(200) + "/").repeat(6) + "x", false)).contains("1024");
    }

    @Test
    void shouldShowNothingThatATerminalObeys() {
        assertThat(EntryName.shown("a\u001b[31mb\u202Ec")).isEqualTo("a?[31mb?c");
    }
}
