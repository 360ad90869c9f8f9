package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwarmMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldSumUpInOneLineOfJson() {
        assertThat(run("--seeds", "1..2", "--scenario", "calm")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"command\":\"swarm\",\"ok\":true,\"runs\":2,")
                .containsPattern("\"failed\":\\[\\],\"eventHash\":\"[0-9a-f]{16}\"}").hasLineCount(1);
    }

    @Test
    void shouldTraceOnDemandToStandardError() {
        assertThat(run("--seeds", "1", "--scenario", "calm", "--trace")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("send DATA OData").contains("event Finished[]");
        assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seeds", "--seeds x", "--scenario windy", "--frobnicate"})
    void shouldRefuseWrongUsageInOneLine(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:").hasLineCount(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int run(String... args) {
        return new SwarmMain(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)).run(args);
    }
}
