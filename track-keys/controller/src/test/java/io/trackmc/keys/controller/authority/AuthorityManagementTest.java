package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.proto.protect.KeyLayer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorityManagementTest {

    private static final Instant EXPIRES = Instant.parse("2030-01-01T00:00:00Z");

    private AuthorityStatus status = status(null);
    private long idleMs;
    private final AuthorityManagement management = new AuthorityManagement(KeyLayer.TRANSPORT, "news", EXPIRES,
            () -> status, () -> idleMs, new ManagementCounters(), null);

    @Test
    void shouldBeReadyAsLongAsItDoesWhatItIsAsked() {
        assertThat(management.whyNotReady()).isNull();
        status = status("no space left on device");
        assertThat(management.whyNotReady()).isEqualTo("it does nothing more: no space left on device");
        assertThat(management.whyNotAlive()).as("to start it again does not make room").isNull();
    }

    @Test
    void shouldNotCallAThreadAliveThatDoesNotComeBack() {
        idleMs = 9_999;
        assertThat(management.whyNotAlive()).isNull();
        idleMs = 10_000;
        assertThat(management.whyNotAlive()).isEqualTo("its thread has been held up for 10 s");
        assertThat(management.whyNotReady()).isEqualTo("its thread has been held up for 10 s");
    }

    @Test
    void shouldCountQuestionsByResultAndRefusalsByReason() {
        MetricSnapshots metrics = management.metrics();
        assertThat(count(metrics, "track_authority_requests", "accepted")).isEqualTo(7);
        assertThat(count(metrics, "track_authority_requests", "refused")).isEqualTo(3);
        assertThat(count(metrics, "track_authority_refusals", "not_a_member")).isEqualTo(3);
        assertThat(count(metrics, "track_authority_refusals", "expelled")).as("there from the start").isZero();
    }

    @Test
    void shouldTellItsStatusAsJson() {
        assertThat(management.status().join()).startsWith("{\"role\":\"transport-controller\",\"group\":\"news\",")
                .contains("\"members\":4", "\"nextRekey\":\"2027-01-01T00:00:00Z\"", "\"fault\":null",
                        "\"certificateExpires\":\"2030-01-01T00:00:00Z\"");
    }

    private static double count(MetricSnapshots metrics, String name, String label) {
        CounterSnapshot found = (CounterSnapshot) metrics.stream()
                .filter(metric -> metric.getMetadata().getName().equals(name)).findFirst().orElseThrow();
        return found.getDataPoints().stream()
                .filter(point -> point.getLabels().stream().anyMatch(each -> each.getValue().equals(label)))
                .findFirst().orElseThrow().getValue();
    }

    private static AuthorityStatus status(@Nullable String fault) {
        return new AuthorityStatus(4, 2, 3, 3, 2, 10, 3, 1, Map.of("not-a-member", 3L), 20,
                Instant.parse("2027-01-01T00:00:00Z"), fault);
    }
}
