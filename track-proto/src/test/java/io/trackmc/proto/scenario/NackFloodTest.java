package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A child that asks for everything, again and again, under its own key, must not be served before others. */
class NackFloodTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int GREEDY = 100;
    private static final int CHILDREN = 20;
    private static final int PACKETS = 4_000;
    private static final int MESSAGE_BYTES = 1_200;
    private static final int PACKETS_PER_MS = 2;
    private static final double LOSS = 0.02;
    private static final long REPAIR_BYTES_PER_SECOND = 12_000_000;
    private static final ProtocolConfig CONFIG = ProtocolConfig.lan().withRates(0, REPAIR_BYTES_PER_SECOND);

    /** An honest child asks about 40 times a second here. */
    private static final int FLOOD_EVERY_MS = 2;

    @Test
    void shouldServeTheOthersAsSoonAsWithoutIt() {
        long quietNs = p99(false);
        long floodedNs = p99(true);

        assertThat(floodedNs).isLessThan(2 * quietNs);
    }

    private static long p99(boolean flood) {
        World world = new World(CONFIG).sender(SENDER).repairHead(HEAD, SENDER);
        for (int i = 0; i < CHILDREN; i++) {
            world.receiver(GREEDY + i, HEAD);
        }
        Session session = new Session(world.startAll());
        session.bindAll();
        world.run(300 * MS);
        RepairTimes times = new RepairTimes(world);
        world.fate(times);
        Flooder flooder = new Flooder(world);
        List<byte[]> messages = Session.messages(PACKETS, MESSAGE_BYTES);
        for (int ms = 0; ms < PACKETS / PACKETS_PER_MS; ms++) {
            session.send(messages.subList(ms * PACKETS_PER_MS, (ms + 1) * PACKETS_PER_MS));
            if (flood && ms % FLOOD_EVERY_MS == 0) {
                flooder.ask();
            }
            world.run(MS);
        }
        world.run(200 * MS);
        if (flood) {
            Node head = world.node(HEAD);
            assertThat(head.count(CounterId.NACKS_RECEIVED)).isGreaterThan(PACKETS / PACKETS_PER_MS / FLOOD_EVERY_MS);
            assertThat(head.count(CounterId.REPAIRS_OVER_SHARE)).isPositive();
        }
        return times.p99();
    }

    /** When packets were lost on the way to honest children, and when their repairs came. */
    private static final class RepairTimes implements World.Fate {

        private final World world;
        private final SplittableRandom random = new SplittableRandom(5);
        private final Map<String, Long> lostAtNs = new HashMap<>();
        private final List<Long> took = new ArrayList<>();

        RepairTimes(World world) {
            this.world = world;
        }

        @Override
        public long of(Sent packet, int to) {
            if (to > GREEDY && packet.is(MessageType.ODATA) && random.nextDouble() < LOSS) {
                lostAtNs.put(to + "/" + packet.sequence(), world.elapsedNs());
                return World.LOST;
            }
            if (to > GREEDY && packet.is(MessageType.RDATA)) {
                Long lost = lostAtNs.remove(to + "/" + packet.sequence());
                if (lost != null) {
                    took.add(world.elapsedNs() - lost);
                }
            }
            return World.DELAY_NS;
        }

        long p99() {
            assertThat(lostAtNs).isEmpty();
            assertThat(took).hasSizeGreaterThan(500);
            Collections.sort(took);
            return took.get(took.size() * 99 / 100);
        }
    }

    /** The greedy child's key in other hands: asks for all that was sent lately. */
    private static final class Flooder {

        private static final long COUNTERS_AHEAD = 1_000_000;
        private static final int RECENT = 1_000;

        private final World world;
        private final HopSealer sealer;

        Flooder(World world) {
            this.world = world;
            Node greedy = world.node(GREEDY);
            FakeHopKeys keys = new FakeHopKeys(world.group(), GREEDY, greedy.incarnation(), COUNTERS_AHEAD);
            this.sealer = keys.upSealer(HEAD, world.node(HEAD).incarnation());
        }

        void ask() {
            long newest = world.node(SENDER).sender().lastSent();
            NackMessage nack = new NackMessage().clearRanges();
            nack.addRange(Math.max(1, newest - RECENT), RECENT);
            byte[] bytes = new byte[CONFIG.datagramBytes()];
            int length = sealer.seal(bytes, 0, nack.pack().write(bytes, 0));
            world.inject(HEAD, Path.Channel.UNICAST, Nodes.endpoint(GREEDY), Arrays.copyOf(bytes, length));
        }
    }
}
