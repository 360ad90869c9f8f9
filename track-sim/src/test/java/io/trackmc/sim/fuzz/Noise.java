package io.trackmc.sim.fuzz;

import io.trackmc.proto.wire.OuterHeader;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Any bytes as a datagram for a node in the middle of a session. One bench for all inputs: none of them may change anything.
 *
 * <p>The first byte chooses the channel; the next says whether version, SPI, origin and incarnation are put right, so that the
 * fuzzer need not guess 128 bits to come as far as the ICV.
 */
final class Noise {

    private static final int MAX_BYTES = 1 << 16;

    private final Bench bench;
    private final Outsider outsider;

    Noise(int victim) {
        bench = inSession(victim);
        outsider = new Outsider(bench, victim, true);
    }

    /** Everybody is bound, data flows, and the victim has not got all of it. */
    static Bench inSession(int victim) {
        Bench bench = new Bench(Group.MIXED, Recording.LATER_RUNS);
        bench.watch(victim);
        bench.advance(100_000_000);
        bench.node(Group.SENDER).sender().begin();
        bench.node(Group.SENDER).publisher.offer(new byte[20_000]);
        bench.loseNext(victim, 7);
        bench.advance(1_000_000);
        return bench;
    }

    /** Datagrams of each type and length that another group used. */
    static Stream<byte[]> seeds() {
        Set<Integer> seen = new HashSet<>();
        return Recording.ofStranger().stream().map(Sent::bytes)
                .filter(bytes -> seen.add(OuterHeader.typeCode(bytes, 0) * MAX_BYTES + bytes.length)).map(Noise::seed);
    }

    private static byte[] seed(byte[] datagram) {
        byte[] seed = new byte[datagram.length + 2];
        seed[1] = (byte) datagram.length;
        System.arraycopy(datagram, 0, seed, 2, datagram.length);
        return seed;
    }

    void play(byte[] input) {
        Script script = new Script(input);
        var channel = Attack.channel(script);
        int origin = script.u8();
        byte[] datagram = script.take(Math.max(0, input.length - 2));
        if (origin != 0 && datagram.length >= OuterHeader.LENGTH) {
            BenchNode claimed = bench.node(1 + origin % 6);
            OuterHeader.writeSecurity(datagram, 0, OuterHeader.classCode(datagram, 0),
                    OuterHeader.directionCode(datagram, 0), OuterHeader.spi(bench.sent.getFirst().bytes(), 0),
                    claimed.id(), claimed.keys.incarnation().high(), OuterHeader.counter(datagram, 0));
        }
        outsider.raw(datagram, channel);
    }
}
