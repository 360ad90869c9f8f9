package io.trackmc.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver.HostChange;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantCheckerTest {

    private static final Seed SEED = new Seed(1);
    private static final int HOME = 2;
    private static final int OTHER = 3;
    private static final int GUEST = 4;
    private static final int ASKS = 2;
    private static final Topology TOPOLOGY = new Topology(List.of(
            new Place(Topology.SENDER, Role.SENDER, 0, List.of()),
            new Place(HOME, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(OTHER, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(GUEST, Role.RECEIVER, 2, List.of(HOME, OTHER)))).withTenants(2);

    private final Violations violations = new Violations();
    private final SimNetwork network = new TreeWorld(SEED, TOPOLOGY, new Load(1, 1, 1, 1, SEED),
            TreeSettings.DEFAULT).world().network();
    private final TenantChecker checker = new TenantChecker(violations, network, TOPOLOGY);

    @Test
    void shouldFindOneThatAsksForTheKeyOfARegionOfItsOwnTenant() {
        send(GUEST, OTHER, flagged(TestDatagram.of(WireView.BIND_REQUEST, 4, 1, GUEST).body64(0).build(), ASKS));
        send(GUEST, HOME, flagged(TestDatagram.of(WireView.BIND_REQUEST, 4, 1, GUEST).body64(0).build(), 1));
        assertThat(violations.isEmpty()).isTrue();

        send(GUEST, HOME, flagged(TestDatagram.of(WireView.BIND_REQUEST, 4, 1, GUEST).body64(0).build(), ASKS));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindOneThatSaysItHasAnEpochWithoutTheKeyOfTheRegion() {
        send(GUEST, HOME, track(9));
        send(OTHER, GUEST, confirm(7));
        send(GUEST, OTHER, track(7));
        assertThat(violations.isEmpty()).isTrue();
        assertThat(checker.keys()).isEqualTo(1);

        send(GUEST, OTHER, track(8));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeTheKeyOfAnEarlierRunForThatOfThePresentOne() {
        send(OTHER, GUEST, confirm(7));
        checker.onHost(1, GUEST, 2, HostChange.STARTED);

        send(GUEST, OTHER, track(7));

        assertThat(violations.count()).isEqualTo(1);
    }

    private void send(int from, int to, byte[] datagram) {
        checker.onTransmit(1, new Transmission(from, Destination.UNICAST, network.endpoint(to), datagram));
    }

    private static byte[] track(long epoch) {
        TestDatagram track = TestDatagram.of(WireView.TRACK, 4, 1, GUEST);
        for (int offset = 0; offset < 72; offset += Long.BYTES) {
            track.body64(0);
        }
        return track.body64(epoch).build();
    }

    private static byte[] confirm(long epoch) {
        TestDatagram confirm = TestDatagram.of(WireView.BIND_CONFIRM, 4, 2, OTHER);
        for (int offset = 0; offset < 120; offset += Long.BYTES) {
            confirm.body64(0);
        }
        confirm.body64(epoch);
        for (int offset = 0; offset < 40; offset += Long.BYTES) {
            confirm.body64(0);
        }
        return flagged(confirm.build(), 1);
    }

    private static byte[] flagged(byte[] datagram, int flags) {
        datagram[2] = (byte) flags;
        return datagram;
    }
}
