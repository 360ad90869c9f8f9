package io.trackmc.sim.fault;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.world.World;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * An attacker without keys who hears everything and can send anything to anybody from any address: garbage, recorded
 * datagrams on other channels and to other nodes, and recorded datagrams with changed fields or exchanged parts.
 */
public final class Attacker implements WorldObserver {

    private static final int MEMORY = 256;
    private static final int HEADER = 32;
    private static final int LONGEST_GARBAGE = 2_000;
    private static final Path.Channel[] CHANNELS = Path.Channel.values();

    private final World world;
    private final int nodes;
    private final RandomGenerator random;
    private final byte[][] recorded = new byte[MEMORY][];
    private long heard;

    /** @param nodes node ids are 1 to this */
    public Attacker(World world, int nodes, Seed seed) {
        this.world = world;
        this.nodes = nodes;
        this.random = seed.generator();
    }

    /** Attacks again and again. */
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
    public void onTransmit(long atNs, Transmission transmission) {
        recorded[(int) (heard++ % MEMORY)] = transmission.bytes();
    }

    private void attack() {
        int target = 1 + random.nextInt(nodes);
        Endpoint source = random.nextInt(8) == 0
                ? new Endpoint(random.nextLong(), random.nextLong(), random.nextInt(1 << 16))
                : world.network().endpoint(1 + random.nextInt(nodes));
        Path.Channel channel = CHANNELS[random.nextInt(CHANNELS.length)];
        byte[] original = heard == 0 ? garbage() : any();
        byte[] bytes = weapon(original);
        boolean replay = heard > 0 && Arrays.equals(bytes, original);
        world.network().inject(target, new Datagram(0, 0, source, channel, bytes,
                replay ? Datagram.Origin.REPLAYED : Datagram.Origin.FORGED));
    }

    private byte[] weapon(byte[] original) {
        if (heard == 0) {
            return original;
        }
        return switch (random.nextInt(7)) {
            case 0, 1 -> original;
            case 2 -> garbage();
            case 3 -> withChangedHeader(original);
            case 4 -> withChangedByte(original);
            case 5 -> withOtherTail(original, any());
            default -> longer(original);
        };
    }

    private byte[] any() {
        return recorded[random.nextInt((int) Math.min(heard, MEMORY))];
    }

    private byte[] garbage() {
        byte[] bytes = new byte[random.nextInt(LONGEST_GARBAGE)];
        random.nextBytes(bytes);
        if (bytes.length > 6 && random.nextBoolean()) {
            bytes[0] = 1;
            bytes[1] = (byte) (1 + random.nextInt(17));
            bytes[4] = 0;
        }
        return bytes;
    }

    /** Changes one byte of the header: type, flags, class, lengths, SPI, origin, incarnation or counter. */
    private byte[] withChangedHeader(byte[] original) {
        return withChange(original, Math.min(original.length, HEADER));
    }

    private byte[] withChangedByte(byte[] original) {
        return withChange(original, original.length);
    }

    private byte[] withChange(byte[] original, int withinBytes) {
        byte[] bytes = original.clone();
        bytes[random.nextInt(withinBytes)] ^= (byte) (1 + random.nextInt(255));
        return bytes;
    }

    /** OUTER of one datagram and the rest of another. */
    private static byte[] withOtherTail(byte[] original, byte[] other) {
        int outerLength = Math.min(HEADER, Math.min(original.length, other.length));
        byte[] bytes = other.clone();
        System.arraycopy(original, 0, bytes, 0, outerLength);
        return bytes.length == original.length || Arrays.equals(bytes, other) ? original : bytes;
    }

    private byte[] longer(byte[] original) {
        return Arrays.copyOf(original, original.length + 1 + random.nextInt(64));
    }
}
