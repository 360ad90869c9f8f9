package io.trackmc.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import org.junit.jupiter.api.Test;

class ExpelledAnswerCheckerTest {

    private static final Seed SEED = new Seed(1);
    private static final int PARENT = 2;
    private static final int MEMBER = 4;
    private static final int EXPELLED = 6;
    private static final int REKEYS = 2;
    private static final int AUTHORITY = 0xFFFF_FFF0;

    private final Violations violations = new Violations();
    private final SimNetwork network = new TreeWorld(SEED, Topology.oneRegion(4), new Load(1, 1, 1, 1, SEED),
            TreeSettings.DEFAULT).world().network();
    private final Endpoint address = network.endpoint(EXPELLED);
    private final ExpelledAnswerChecker checker = new ExpelledAnswerChecker(violations, network);

    @Test
    void shouldFindAPartOfARekeyToOneThatTheNodeKnowsToBeExpelled() {
        checker.onTransmit(1, rekey(1));
        checker.onEvent(2, PARENT, new EngineEvent.Expelled(EXPELLED));
        checker.onTransmit(3, rekey(0));
        assertThat(violations.isEmpty()).as("before it knew, and a header").isTrue();

        checker.onTransmit(4, rekey(1));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeTheAnswerToAMembersRequestThatWasSentOnFromThereForOneToTheExpelled() {
        checker.onEvent(1, PARENT, new EngineEvent.Expelled(EXPELLED));
        checker.onArrival(2, PARENT, sentOn(MEMBER));
        checker.onTransmit(3, rekey(1));
        assertThat(violations.isEmpty()).isTrue();

        checker.onArrival(4, PARENT, sentOn(EXPELLED));
        checker.onTransmit(5, rekey(1));
        assertThat(violations.count()).isEqualTo(1);
    }

    private Transmission rekey(long part) {
        return new Transmission(PARENT, Destination.UNICAST, address,
                TestDatagram.of(WireView.REKEY, 6, 2, PARENT).inner(AUTHORITY, REKEYS, 1L << 20 | part, 9).build());
    }

    private Datagram sentOn(int asker) {
        return new Datagram(1, 0, address, Path.Channel.UNICAST,
                TestDatagram.of(WireView.REKEY_REQUEST, 6, 1, asker).body64(0).build(), Datagram.Origin.REPLAYED);
    }
}
