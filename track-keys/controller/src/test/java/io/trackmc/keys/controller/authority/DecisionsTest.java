package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private final Decisions decisions = new Decisions(new RefusalAudit(0));
    private final List<Object> done = new ArrayList<>();
    private final RecordingReply reply = new RecordingReply();

    @Test
    void shouldWriteEverythingDownAtOnceAndTellItInOrderOnlyWhenItIsAskedTo() {
        LogEntry left = new LogEntry.Left(1);
        LogEntry expelled = new LogEntry.Expelled(2, "test");
        decisions.record(left);
        decisions.answer(() -> done.add("left"));
        decisions.record(List.of(expelled));
        decisions.answer(() -> done.add("expelled"));

        decisions.write(done::add);
        assertThat(done).containsExactly(List.of(left, expelled));

        decisions.tell();
        assertThat(done).containsExactly(List.of(left, expelled), "left", "expelled");
    }

    @Test
    void shouldNotForceTheLogWhereItHasNothingToSay() {
        decisions.answer(() -> done.add("status"));

        decisions.write(_ -> fail("written"));
        decisions.tell();

        assertThat(done).containsExactly("status");
    }

    @Test
    void shouldAnswerEachRefusalAndWriteDownTheFirstOfAnAsker() throws Exception {
        RefusedException refused = new RefusedException(RefusalReason.POLICY, "no");
        decisions.refuse(reply, "CN=a", refused);
        decisions.refuse(reply, "CN=a", refused);

        decisions.write(done::add);
        assertThat(done).containsExactly(List.of(new LogEntry.Refused("CN=a", "policy: no")));
        assertThat(reply.frames).as("before all is written down").isEmpty();

        decisions.tell();
        assertThat(reply.frames).hasSize(2);
        for (byte[] frame : reply.frames) {
            assertThat(Frames.answer(frame)).isEqualTo(new Answer.Refused(RefusalReason.POLICY, "no"));
        }
    }

    @Test
    void shouldCountRefusalsOfThoseThatAreWrittenApartWithTheOthers() {
        RefusedException refused = new RefusedException(RefusalReason.POLICY, "no");
        decisions.refuse(reply, "CN=a", refused);

        Decisions apart = decisions.apart();
        apart.refuse(reply, "CN=a", refused);

        apart.write(_ -> fail("the same once more"));
        apart.tell();
        assertThat(reply.frames).hasSize(1);
    }

    @Test
    void shouldForgetWhatIsNeverToBeToldWhenItCouldNotBeWritten() {
        decisions.record(new LogEntry.Left(1));
        decisions.answer(() -> done.add("left"));

        decisions.clear();

        decisions.write(_ -> fail("written"));
        decisions.tell();
        assertThat(done).isEmpty();
    }
}
