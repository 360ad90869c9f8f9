package io.trackmc.net.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.net.tree.TreeEvent.Kind;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node remembers of what happened. */
class EventLogTest {

    private final EventLog log = new EventLog();

    @Test
    void shouldTellOfACrowdAsOne() {
        for (int child = 1; child <= 31; child++) {
            log.add(1000 + child, new ChildBound(child, false));
            log.add(1000 + child, new ChildGone(100 + child, ChildLoss.SILENT));
        }
        assertThat(events()).containsExactly(
                new TreeEvent(Kind.CHILD_CAME, 1001, 1031, 31, "n1, n2, n3, n4, n5, n6", ""),
                new TreeEvent(Kind.CHILD_GONE, 1001, 1031, 31, "n101, n102, n103, n104, n105, n106", "silent"));
        assertThat(log.childSince(7)).isEqualTo(1007);
        assertThat(log.childSince(107)).isZero();
    }

    @Test
    void shouldTellApartWhatIsFarApartOrForAnotherReason() {
        log.add(0, new ChildGone(1, ChildLoss.SILENT));
        log.add(1, new ChildGone(2, ChildLoss.LEFT));
        log.add(EventLog.TOGETHER_MS + 1, new ChildGone(3, ChildLoss.SILENT));
        assertThat(events()).extracting(TreeEvent::about).containsExactly("n1", "n2", "n3");
    }

    @Test
    void shouldTellFromWhomANodeFailedOver() {
        log.add(1, new ParentBound(2, 1, false));
        log.add(2, new ParentLost(2, ParentLoss.SILENT));
        log.add(3, new ParentBound(3, 1, true));
        assertThat(events()).containsExactly(
                new TreeEvent(Kind.PARENT_FOUND, 1, 1, 1, "n2", ""),
                new TreeEvent(Kind.PARENT_LOST, 2, 2, 1, "n2", "silent"),
                new TreeEvent(Kind.FAILED_OVER, 3, 3, 1, "n3", "n2"));
        assertThat(log.lostParent()).isEqualTo(2);
    }

    @Test
    void shouldForgetTheOldestWhenItIsFull() {
        for (int i = 0; i < EventLog.MOST + 5; i++) {
            log.add(2L * i * EventLog.TOGETHER_MS, new ParentBound(i + 1, 1, false));
        }
        assertThat(events()).hasSize(EventLog.MOST);
        assertThat(events().getFirst().about()).isEqualTo("n6");
    }

    private List<TreeEvent> events() {
        return log.events(id -> "n" + id);
    }
}
