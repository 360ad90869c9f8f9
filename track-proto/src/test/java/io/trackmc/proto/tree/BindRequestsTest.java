package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.BindRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindRequestsTest {

    private static final int PARENT = 1;
    private static final int CHILD = 100;

    private final FakeGroup group = new FakeGroup().add(new Member(PARENT, Role.SENDER, 0, List.of()))
            .add(new Member(CHILD, Role.RECEIVER, 0, List.of(PARENT)));
    private final FakeHopKeys keys = new FakeHopKeys(group, CHILD, Nodes.incarnation(CHILD, 1));
    private final GivenKeys given = new GivenKeys();
    private final QuietListener listener = new QuietListener();

    @Test
    void shouldTellTheNewestEpochThatItHasInstalled() {
        keys.installed(3);
        assertThat(written().transportEpoch()).isEqualTo(3);
    }

    @Test
    void shouldTellNoEpochInWhichTheParentHasNotGivenTheKeyOfItsRegion() {
        keys.isGiven(given).installed(3);
        given.lacks = true;
        assertThat(written().transportEpoch()).as("a parent that has given none yet").isZero();
        given.newest = 2;
        assertThat(written().transportEpoch()).isEqualTo(2);
        assertThat(written().wantsRegionKey()).isTrue();
        given.newest = 3;
        assertThat(written().transportEpoch()).isEqualTo(3);
    }

    @Test
    void shouldTellNoEpochThatSomebodyBelowHasNotInstalled() {
        keys.installed(3);
        listener.epochBelow = 2;
        assertThat(written().transportEpoch()).isEqualTo(2);
    }

    private BindRequestMessage written() {
        BindSettings settings = new BindSettings(BindRole.RECEIVER, 0, List.of(new ParentCandidate(PARENT, 0, null)),
                ProtocolConfig.lan().tree(), false);
        Transmit out = new Transmit(1408);
        new BindRequests(keys, settings, listener, new Counters(), new EngineScratch())
                .writeBind(out, PARENT, Nodes.endpoint(PARENT), 1, false, false);
        return Sent.of(CHILD, out, 0).as(new BindRequestMessage());
    }
}
