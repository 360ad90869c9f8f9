package io.trackmc.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void shouldWriteNullForWhatWasNotExercised() {
        JsonReport report = new JsonReport("demo", List.of("receivers", "failovers")).set("receivers", 4);
        assertThat(report.toJson(true, null))
                .isEqualTo("{\"command\":\"demo\",\"ok\":true,\"receivers\":4,\"failovers\":null}");
    }

    @Test
    void shouldEscapeWhatWouldEndTheLine() {
        assertThat(new JsonReport("send", List.of()).toJson(false, "no \"file\"\n\u0007"))
                .isEqualTo("{\"command\":\"send\",\"ok\":false,\"error\":\"no \\\"file\\\"\\n\\u0007\"}");
    }

    @Test
    void shouldWriteNumbersPlainly() {
        JsonReport report = new JsonReport("x", List.of("small", "large", "count"));
        report.set("small", 1e-9).set("large", 1.5e12).set("count", 1L << 62);
        assertThat(report.toJson(true, null)).endsWith(
                "\"small\":0.000,\"large\":1500000000000.000,\"count\":4611686018427387904}");
    }

    @Test
    void shouldWriteListsAndObjects() {
        JsonReport report = new JsonReport("x", List.of("nodes"));
        report.set("nodes", List.of(Map.of("name", "rh-1"), List.of(true, 1)));
        assertThat(report.toJson(true, null)).endsWith("\"nodes\":[{\"name\":\"rh-1\"},[true,1]]}");
    }

    @Test
    void shouldRefuseAFieldThatTheCommandDoesNotName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonReport("x", List.of("a")).set("b", 1))
                .withMessage("x has no field b");
    }
}
