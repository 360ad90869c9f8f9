package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.sender.Failures;
import io.trackmc.sender.SenderStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a receiver for its line when it comes and goes more than once. */
class StandingsTest {

    private static final KeyStatus.Layer NO_KEYS = new KeyStatus.Layer(0, 0, 0, 0);

    @TempDir
    Path directory;

    private Standings standings;
    private int receiver;

    @BeforeEach
    void open() throws IOException {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        NodeConfig config = NodeConfigFile.read(group.config("sender"), Map.of());
        receiver = NodeConfigFile.read(group.config("receiver-1"), Map.of()).self().id();
        standings = new Standings(config);
        standings.onEvent(new ChildBound(receiver, false));
    }

    /** Started again at the very end, and left again with nothing. */
    @Test
    void shouldNotCallAReceiverCompleteThatLeftWithoutAConfirmation() {
        standings.onEvent(new ChildGone(receiver, ChildLoss.SILENT));
        standings.onEvent(new ChildBound(receiver, false));
        standings.onEvent(new ChildGone(receiver, ChildLoss.LEFT));

        assertThat(line(false)).isEqualTo("receiver-1: failed (left)");
    }

    @Test
    void shouldKeepAReceiverCompleteThatWasStartedAgainAfterIt() {
        standings.onEvent(new ChildGone(receiver, ChildLoss.DONE));
        assertThat(line(true)).isEqualTo("receiver-1: complete");
        standings.onEvent(new ChildBound(receiver, false));
        assertThat(line(true)).isEqualTo("receiver-1: complete");
        standings.onEvent(new ChildGone(receiver, ChildLoss.LEFT));

        assertThat(line(false)).isEqualTo("receiver-1: complete");
    }

    @Test
    void shouldSayThatAReceiverWasExpelledWhateverItHadBefore() {
        standings.onEvent(new ChildGone(receiver, ChildLoss.DONE));
        standings.onEvent(new ChildBound(receiver, false));
        standings.onEvent(new ChildGone(receiver, ChildLoss.EXPELLED));

        assertThat(line(false)).isEqualTo("receiver-1: expelled");
    }

    @Test
    void shouldSayThatAReceiverCameBackAndHasAll() {
        standings.onEvent(new ChildGone(receiver, ChildLoss.SILENT));
        standings.onEvent(new ChildBound(receiver, false));
        assertThat(line(false)).isEqualTo("receiver-1: lagging");
        standings.onEvent(new ChildGone(receiver, ChildLoss.DONE));

        assertThat(line(true)).isEqualTo("receiver-1: complete");
    }

    private String line(boolean everybody) {
        SenderStatus status = new SenderStatus(SenderState.ACTIVE, Incarnation.ZERO, 0, 1, 0, 0,
                new Failures(0, List.of(), List.of()), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "", null, List.of(),
                new KeyStatus(NO_KEYS, NO_KEYS, 0), Map.of());
        return Standings.text(standings.list(status, everybody).getFirst());
    }
}
