package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SwarmTest {

    private static final int SEEDS_PER_SCENARIO = 70;
    private static final int REKEYING_SEEDS = 20;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("regressions")
    @Order(1)
    void shouldHoldWhatOnceFailed(Scenario scenario, long seed) {
        run(scenario, seed);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("seeds")
    @Order(2)
    void shouldKeepAllPromisesAndComplete(Scenario scenario, long seed) {
        run(scenario, seed);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void shouldHaveSameHistoryForSameSeed(Scenario scenario) {
        SwarmResult once = run(scenario, 3);
        assertThat(run(scenario, 3)).isEqualTo(once);
        assertThat(run(scenario, 4).eventHash()).isNotEqualTo(once.eventHash());
    }

    @Test
    void shouldDescribeARunWellEnoughToUnderstandAFailure() {
        assertThat(SwarmPlan.draw(Scenario.HARSH, 1).toString()).contains("scenario harsh seed 1", "role=SENDER",
                "Load[",
                "ProtocolConfig[", "Weather[", "gaps allowed");
    }

    static Stream<Arguments> seeds() {
        return Stream.of(Scenario.values())
                .flatMap(scenario -> LongStream.rangeClosed(1, seedsOf(scenario))
                        .mapToObj(seed -> Arguments.of(scenario, seed)));
    }

    /** Rekeying worlds are large; and those in which nodes miss rekeys while no session is open do not all end in time. */
    private static int seedsOf(Scenario scenario) {
        return scenario.changesKeys() ? REKEYING_SEEDS : SEEDS_PER_SCENARIO;
    }

    static Stream<Arguments> regressions() throws IOException {
        try (InputStream list = SwarmTest.class.getResourceAsStream("regression-seeds.txt")) {
            String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.replaceAll("#.*", "").strip()).filter(line -> !line.isEmpty())
                    .map(SwarmTest::regression).toList().stream();
        }
    }

    private static Arguments regression(String line) {
        String[] parts = line.split("\\s+", 2);
        return Arguments.of(Scenario.valueOf(parts[0].toUpperCase(Locale.ROOT)), Long.parseLong(parts[1]));
    }

    private static SwarmResult run(Scenario scenario, long seed) {
        return new SwarmRun(SwarmPlan.draw(scenario, seed)).run();
    }
}
