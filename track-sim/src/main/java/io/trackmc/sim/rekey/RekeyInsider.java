package io.trackmc.sim.rekey;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A member that has the group key and the key of the sender's region, and lies about rekeys: in the sender's name it says that content is sealed
 * under keys that do not exist, or do not yet, that there are rekeys without end, it hands on rekeys that it has altered, and it repeats questions
 * and answers from elsewhere. It has no pair keys of others.
 */
public final class RekeyInsider implements WorldObserver {

    private static final int MEMORY = 64;
    private static final int LONGEST = 9_000;

    private final World world;
    private final ToyAuthority authority;
    private final Topology topology;
    private final RandomGenerator random;
    private final byte[][] rekeys = new byte[MEMORY][];
    private final Map<String, HopKeys> keys = new HashMap<>();
    private Incarnation run = Incarnation.ZERO;
    private byte @Nullable [] data;
    private byte @Nullable [] nullData;
    private byte @Nullable [] heartbeat;
    private int heard;

    public RekeyInsider(World world, ToyAuthority authority, Topology topology, Seed seed) {
        this.world = world;
        this.authority = authority;
        this.topology = topology;
        this.random = seed.generator();
    }

    /** Lies again and again. */
    public void attackUntil(long untilNs, long meanIntervalNs) {
        long nextNs = world.nowNs() + 1 + random.nextLong(2 * meanIntervalNs);
        if (nextNs < untilNs) {
            world.at(nextNs, () -> {
                attack();
                attackUntil(untilNs, meanIntervalNs);
            });
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node == Topology.SENDER && event instanceof SessionOpened opened) {
            run = opened.incarnation();
            data = null;
            nullData = null;
            heartbeat = null;
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] bytes = transmission.bytes();
        switch (WireView.type(bytes)) {
            case WireView.REKEY, WireView.REKEY_REQUEST -> rekeys[heard++ % MEMORY] = bytes;
            case WireView.ODATA -> data = bytes;
            case WireView.HEARTBEAT -> {
                boolean toAll = transmission.node() == Topology.SENDER && transmission.endpoint() == null;
                heartbeat = toAll ? bytes : heartbeat;
            }
            case WireView.NULL_DATA -> nullData = WireView.hasInner(bytes) ? nullData : bytes;
            default -> {
                // Nothing that it could lie with.
            }
        }
    }

    private void attack() {
        int target = 2 + random.nextInt(topology.places().size() - 1);
        switch (random.nextInt(5)) {
            case 0 -> inject(target, Path.Channel.DATA, Topology.SENDER, lyingNullData());
            case 1 -> {
                // A repair head would keep it, and hand on what checkers take for two INNERs of one sequence.
                if (topology.place(target).role() == Place.Role.RECEIVER) {
                    inject(target, Path.Channel.DATA, Topology.SENDER, lyingData());
                }
            }
            case 2 -> inject(target, Path.Channel.REGION, Topology.SENDER, lyingHeartbeat());
            case 3 -> inject(target, Path.Channel.REGION, Topology.SENDER, alteredRekey());
            default -> inject(1 + random.nextInt(topology.places().size()),
                    random.nextBoolean() ? Path.Channel.UNICAST : Path.Channel.REGION,
                    1 + random.nextInt(topology.places().size()), anyRekey());
        }
    }

    private byte @Nullable [] anyRekey() {
        return heard == 0 ? null : rekeys[random.nextInt(Math.min(heard, MEMORY))];
    }

    /** As the source sends, but of content that nobody has sealed. */
    private byte @Nullable [] lyingNullData() {
        byte[] before = nullData;
        if (before == null) {
            return null;
        }
        byte[] out = new byte[LONGEST];
        int outer = NullDataHeader.write(out, 0, NullDataHeader.highestSent(before, 0),
                NullDataHeader.highestReleased(before, 0), NullDataHeader.timestamp(before, 0), contentSpi());
        return seal(before, out, outer, 0);
    }

    private byte @Nullable [] lyingData() {
        byte[] before = data;
        if (before == null) {
            return null;
        }
        byte[] out = new byte[LONGEST];
        int outer = ODataHeader.write(out, 0, ODataHeader.highestReleased(before, 0), ODataHeader.timestamp(before, 0));
        int length = WireView.innerLength(before);
        System.arraycopy(before, WireView.outerLength(before), out, outer, length);
        ByteBuffer.wrap(out).putInt(outer + InnerHeader.CONTENT_SPI_OFFSET, contentSpi());
        return seal(before, out, outer, length);
    }

    /** Of an epoch that is announced, one that is over, or none. */
    private int contentSpi() {
        return random.nextInt(3) == 0 ? random.nextInt() | 1 : authority.contentSpi(random.nextInt(-3, 4));
    }

    private byte @Nullable [] lyingHeartbeat() {
        byte[] before = heartbeat;
        HeartbeatMessage lie = new HeartbeatMessage();
        if (before == null || !lie.parse(before, 0)) {
            return null;
        }
        lie.transportRekey(RekeyPart.MAX_REKEY - random.nextInt(3)).contentRekey(RekeyPart.MAX_REKEY);
        lie.content().set(1 + random.nextInt(1_000), 1_000_000, 1_000_000);
        byte[] out = new byte[LONGEST];
        return seal(before, out, lie.write(out, 0), 0);
    }

    private byte @Nullable [] alteredRekey() {
        byte[] before = anyRekey();
        byte[] like = heartbeat;
        if (before == null || like == null || !WireView.hasInner(before)) {
            return null;
        }
        byte[] out = new byte[LONGEST];
        int outer = RekeyDatagram.write(out, 0);
        int length = WireView.innerLength(before);
        System.arraycopy(before, WireView.outerLength(before), out, outer, length);
        int at = outer + WireView.INNER_HEADER + random.nextInt(length - WireView.INNER_HEADER);
        out[at] ^= (byte) (1 + random.nextInt(255));
        return seal(like, out, outer, length);
    }

    /** In the sender's name, under the epoch of something that it sent. */
    private byte @Nullable [] seal(byte[] like, byte[] out, int outer, int inner) {
        if (WireView.incarnation(like) != run.high()) {
            return null;
        }
        HopKeys stolen = keys.computeIfAbsent(run + "/" + WireView.spi(like),
                _ -> authority.stolen(Topology.SENDER, run, WireView.spi(like)));
        boolean toRegion = WireView.type(like) == WireView.HEARTBEAT;
        HopSealer sealer = toRegion ? stolen.regionSealer() : stolen.dataSealer();
        while (sealer.counter() < WireView.counter(like)) {
            sealer.seal(new byte[LONGEST], 0, outer);
        }
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        stolen.digest(out, outer, inner, digest, 0);
        int length = inner == 0 ? sealer.seal(out, 0, outer) : sealer.seal(out, 0, outer, inner, digest, 0);
        return Arrays.copyOf(out, length);
    }

    private void inject(int target, Path.Channel channel, int from, byte @Nullable [] bytes) {
        if (bytes != null) {
            world.network().inject(target, new Datagram(0, 0, world.network().endpoint(from), channel, bytes,
                    Datagram.Origin.REPLAYED));
        }
    }
}
