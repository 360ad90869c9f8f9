package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.HeartbeatMessage;
import org.junit.jupiter.api.Test;

/** A repair head that has turned says under pair keys that content epochs begin where they do not: that is over when it is not the parent any more. */
class LyingParentTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int LIAR = 10;
    private static final int HEAD = 11;
    private static final int BELOW = 12;
    private static final long MADE_UP = 1_000_000;

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LIAR, SENDER)
            .repairHead(HEAD, LIAR, SENDER).repairHead(BELOW, HEAD);

    @Test
    void shouldForgetWithTheParentWhereItSaidThatContentEpochsBegin() {
        world.start(SENDER);
        world.start(LIAR);
        world.start(HEAD);
        world.start(BELOW);
        world.runUntil("bound", 5_000 * MS, () -> world.node(BELOW).repairHead().state() == RepairHeadState.ACTIVE);
        HeartbeatMessage lie = new HeartbeatMessage().level(1);
        lie.content().set(MADE_UP, MADE_UP, MADE_UP);
        world.fate((packet, to) -> packet.from() == LIAR ? World.LOST : World.DELAY_NS);
        new Insider(world).down(LIAR, HEAD, KeyClass.INTERIOR_PAIR, lie);
        world.run(200 * MS);
        assertThat(session(HEAD).contentFirst()).isEqualTo(MADE_UP);
        assertThat(session(BELOW).contentFirst()).as("it hands down what it is told").isEqualTo(MADE_UP);

        world.crash(LIAR);
        world.run(5_000 * MS);

        assertThat(session(HEAD).level()).isEqualTo(1);
        assertThat(session(HEAD).contentFirst()).isZero();
        assertThat(session(BELOW).contentFirst()).as("with the same parent").isZero();
    }

    private SessionState session(int head) {
        return world.node(head).repairHead().session();
    }
}
