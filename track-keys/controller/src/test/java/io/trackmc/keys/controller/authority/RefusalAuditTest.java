package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.log.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalAuditTest {

    private final RefusalAudit audit = new RefusalAudit(0);

    @Test
    void shouldWriteDownTheFirstOfEachAskerAndReasonAndCountTheRest() {
        assertThat(audit.refused("CN=a", "revoked", "lost"))
                .containsExactly(new LogEntry.Refused("CN=a", "revoked: lost"));
        assertThat(audit.refused("CN=a", "revoked", "lost")).isEmpty();
        assertThat(audit.refused("CN=a", "policy", "no")).hasSize(1);
        assertThat(audit.refused("CN=b", "revoked", "lost")).hasSize(1);
        assertThat(audit.counts()).containsEntry("revoked", 3L).containsEntry("policy", 1L);
        assertThat(audit.tick(RefusalAudit.MINUTE_MS - 1)).isEmpty();
        assertThat(audit.tick(RefusalAudit.MINUTE_MS))
                .containsExactly(new LogEntry.Refused("several", "revoked: 1 more"));
        assertThat(audit.tick(2 * RefusalAudit.MINUTE_MS)).isEmpty();
    }

    @Test
    void shouldWriteSoManyInAMinuteWhoeverAsks() {
        long written = 0;
        for (int i = 0; i < 10 * RefusalAudit.REMEMBERED; i++) {
            written += audit.refused("CN=" + i, "policy", "no").size();
        }
        assertThat(written).isEqualTo(RefusalAudit.ENTRIES_A_MINUTE);
        List<LogEntry> rest = audit.tick(RefusalAudit.MINUTE_MS);
        assertThat(rest).containsExactly(
                new LogEntry.Refused("several", "policy: " + (10 * RefusalAudit.REMEMBERED - written) + " more"));
        assertThat(audit.refused("CN=new", "policy", "no")).hasSize(1);
    }

    @Test
    void shouldMakeOfAnyTextOneThatTheLogTakes() {
        assertThat(audit.refused("", "malformed", "x\n" + "y".repeat(1000))).singleElement()
                .satisfies(e -> assertThat(((LogEntry.Refused) e).who()).isEqualTo("unknown"));
    }
}
