package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Bandwidth;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** How the sender finds the rate that the slowest path takes. Two receivers below one repair head; the source always has more to send. */
class CongestionTest {

    private static final long MS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS;
    private static final int NEAR = 3;
    private static final int FAR = 4;
    private static final int DATAGRAM = 1_408;
    private static final long BOTTLENECK = 1_250_000;
    private static final long QUEUE = 64 << 10;
    private static final double PACKETS_PER_SECOND = (double) BOTTLENECK / DATAGRAM;
    private static final LinkProfiles LAN = bottleneck(clean(MS));
    private static final LinkProfiles WAN = bottleneck(clean(20 * MS));

    @Test
    void shouldComeNearABottleneckAndLoseLittleThere() {
        Run run = new Run(CongestionControl.TFMCC, LAN);
        run.forSeconds(3);
        long sent = run.sent;
        long arrived = run.arrivedFar;

        run.forSeconds(10);

        double throughput = (run.arrivedFar - arrived) / 10.0;
        assertThat(throughput).isBetween(0.85 * PACKETS_PER_SECOND, 1.01 * PACKETS_PER_SECOND);
        assertThat((double) run.sent - sent).isCloseTo((double) run.arrivedFar - arrived,
                within(0.02 * (run.sent - sent)));
        assertThat(run.sender().limitingReceiver()).isEqualTo(FAR);
        assertThat(run.sender().isRateLimited()).isTrue();
        assertThat(run.worstTracks()).isLessThanOrEqualTo(40);
        run.assertClean();
    }

    /** Without it the sender overruns the bottleneck by many times and repairs what is lost there. */
    @Test
    void shouldOverrunTheBottleneckWithoutCongestionControl() {
        Run run = new Run(CongestionControl.NONE, LAN);

        run.forSeconds(3);

        assertThat(run.arrivedFar).isLessThan(run.sent / 2);
    }

    @Test
    void shouldComeNearABottleneckThatIsFarAway() {
        Run run = new Run(CongestionControl.TFMCC, WAN);
        run.forSeconds(5);
        long sent = run.sent;
        long arrived = run.arrivedFar;

        run.forSeconds(15);

        assertThat((run.arrivedFar - arrived) / 15.0).isGreaterThan(0.7 * PACKETS_PER_SECOND);
        assertThat((double) run.sent - sent).isCloseTo((double) run.arrivedFar - arrived,
                within(0.02 * (run.sent - sent)));
        run.assertClean();
    }

    @Test
    void shouldGoFasterWhenTheBottleneckGoes() {
        Run run = new Run(CongestionControl.TFMCC, LAN);
        run.forSeconds(4);
        run.tree.world().network().profiles(LinkProfiles.all(clean(MS)));
        run.forSeconds(1);
        long sent = run.sent;

        run.forSeconds(1);

        assertThat((double) run.sent - sent).isGreaterThan(5 * PACKETS_PER_SECOND);
        run.assertClean();
    }

    /** TCP would have 126 Mbit/s at 1 % and 1 ms with 1,400 bytes. */
    @Test
    void shouldGoAsFastAsTheEquationSaysWhereLossIsNoMatterOfTheRate() {
        LinkProfile base = clean(5 * MS);
        Run run = new Run(CongestionControl.TFMCC, LinkProfiles.all(base)
                .except(Topology.SENDER, FAR, base.with(Loss.independent(0.01))));
        run.forSeconds(3);
        long sent = run.sent;

        run.forSeconds(10);

        // 10 ms and two hops of 10 ms each: the way down is that of the data, the way up that of the tree.
        double roundTripSeconds = 0.02;
        double expected = 1 / (roundTripSeconds * (Math.sqrt(2 * 0.01 / 3) + 12 * Math.sqrt(3 * 0.01 / 8) * 0.01));
        assertThat((run.sent - sent) / 10.0).isBetween(0.6 * expected, 1.6 * expected);
        run.assertClean();
    }

    @Test
    void shouldGoOnWhenTheReceiverBehindTheBottleneckDies() {
        Run run = new Run(CongestionControl.TFMCC, LAN);
        run.forSeconds(3);
        run.tree.world().node(FAR).crash();
        run.forSeconds(2);
        long sent = run.sent;

        run.forSeconds(1);

        assertThat((double) run.sent - sent).isGreaterThan(3 * PACKETS_PER_SECOND);
        assertThat(run.sender().limitingReceiver()).isEqualTo(NEAR);
    }

    /** A source that has little to say does not find a high rate that nothing has proven. */
    @Test
    void shouldNotRiseWhileTheSourceSaysLittle() {
        Run run = new Run(CongestionControl.TFMCC, LAN, 10 * MS);
        run.forSeconds(1);
        long before = run.sender().congestionRate();
        run.forSeconds(20);

        assertThat(run.sender().congestionRate()).isEqualTo(before);
        assertThat(run.sender().isRateLimited()).isFalse();
    }

    private static LinkProfiles bottleneck(LinkProfile base) {
        return LinkProfiles.all(base)
                .except(Topology.SENDER, FAR, base.with(new Bandwidth(BOTTLENECK, QUEUE)));
    }

    private static LinkProfile clean(long delayNs) {
        return LinkProfile.CLEAN.with(new Delay(delayNs, 0, 0, 1));
    }

    private static final class Run implements WorldObserver {

        private final TreeWorld tree;
        private final Checkers checkers;
        private long sent;
        private long arrivedFar;

        Run(CongestionControl control, LinkProfiles network) {
            this(control, network, 0);
        }

        Run(CongestionControl control, LinkProfiles network, long intervalNs) {
            Load load = new Load(10_000_000, 1_292, 1_292, intervalNs, new Seed(9));
            TreeSettings settings = new TreeSettings(ProtocolConfig.lan(), node -> HostSettings.DEFAULT,
                    node -> Appetite.EAGER, 30 * SECOND_NS, SessionRules.DEFAULT.with(control), true);
            Topology topology = Topology.oneRegion(2);
            tree = new TreeWorld(new Seed(7), topology, load, settings);
            checkers = new Checkers(tree.world(), new Checkers.Promise(Topology.SENDER, topology.ids(Role.RECEIVER),
                    new BitSet(), DATAGRAM, new FeedbackChecker.Limits(100 * MS, 2_000, 160)));
            tree.world().observe(this);
            tree.world().network().profiles(network);
            tree.start();
        }

        void forSeconds(int seconds) {
            tree.world().runFor(seconds * SECOND_NS);
        }

        SenderEngine sender() {
            return tree.sender().orElseThrow();
        }

        int worstTracks() {
            return checkers.feedback().worstTracks();
        }

        void assertClean() {
            assertThat(tree.world().violations().texts()).isEmpty();
        }

        @Override
        public void onTransmit(long atNs, Transmission transmission) {
            sent += isData(transmission.bytes()) ? 1 : 0;
        }

        @Override
        public void onArrival(long atNs, int node, Datagram datagram) {
            arrivedFar += node == FAR && isData(datagram.bytes()) ? 1 : 0;
        }

        private static boolean isData(byte[] datagram) {
            return OuterHeader.typeCode(datagram, 0) == MessageType.ODATA.code();
        }
    }
}
