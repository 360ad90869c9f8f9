package io.trackmc.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Somebody without keys who hears everything and sends what he likes: noise, altered datagrams, copies at the wrong time, in
 * the wrong direction, to the wrong node, from another group or an earlier session.
 *
 * <p>Each must be dropped and counted once, and nothing else may come of it: at once, which is checked here, or later, which
 * shows when the run is compared with one without.
 */
final class Outsider {

    private static final int MAX_EDITS = 4;

    private final Bench bench;
    private final int victim;
    private final boolean present;
    private final Transmit transmit;

    Outsider(Bench bench, int victim, boolean present) {
        this.bench = bench;
        this.victim = victim;
        this.present = present;
        this.transmit = new Transmit(bench.group.config().datagramBytes());
    }

    void raw(byte[] bytes, Path.Channel channel) {
        if (!bench.isAuthentic(bytes)) {
            expectNothing(bytes, channel, Group.SENDER);
        }
    }

    /** A datagram that somebody sent, altered. */
    void forge(Script script) {
        Sent original = pick(bench.sent, script);
        byte[] bytes = edit(original.bytes().clone(), script);
        if (!bench.isAuthentic(bytes)) {
            expectNothing(bytes, Bench.channel(original), original.from());
        }
    }

    /** What the victim sent itself. */
    void reflect(Script script) {
        List<Sent> own = bench.sent.stream().filter(s -> s.from() == victim).toList();
        if (!own.isEmpty()) {
            Sent original = pick(own, script);
            expectNothing(original.bytes(), Bench.channel(original), victim);
        }
    }

    /** A datagram of a group with other keys, or of an earlier session of this one. */
    void foreign(Script script) {
        Sent original = pick(script.flag() ? Recording.ofStranger() : Recording.ofEarlierSession(bench.group), script);
        if (mayRepeat(original.type())) {
            return;
        }
        expectNothing(original.bytes(), Bench.channel(original), original.from());
    }

    /** A datagram that somebody sent, as it is, once more or where it was not meant to go. */
    void replay(Script script) {
        Sent original = pick(bench.sent, script);
        Path.Channel channel = script.flag() ? Bench.channel(original) : Attack.channel(script);
        if (isSpent(original)) {
            expectNothing(original.bytes(), channel, original.from());
        } else {
            bench.deliver(victim, channel, original.from(), original.bytes());
        }
    }

    private boolean isSpent(Sent original) {
        if (mayRepeat(original.type()) || isPairRepair(original) || isHintToRepairHead(original)) {
            return false;
        }
        boolean forSomebodyElse = original.destination() == Destination.UNICAST && original.to() != victim
                && original.type() != MessageType.RDATA;
        return forSomebodyElse || bench.wasAccepted(original.bytes());
    }

    /** These have no replay window: they are hints, or answered by the same answer. */
    private static boolean mayRepeat(MessageType type) {
        return switch (type) {
            case ADVERTISE, QUERY, BIND_REQUEST, BIND_CONFIRM, BIND_PENDING -> true;
            default -> false;
        };
    }

    /** May be taken again where a receiver could not open what a repair head holds. */
    private static boolean isPairRepair(Sent original) {
        return original.type() == MessageType.RDATA
                && OuterHeader.classCode(original.bytes(), 0) == KeyClass.INTERIOR_PAIR.code();
    }

    /** What carries an INNER has no replay window, and a repair head takes of this only how far the source is: it takes it again. */
    private boolean isHintToRepairHead(Sent original) {
        return original.type() == MessageType.NULL_DATA && victim != Group.SENDER && victim != Group.RECEIVER;
    }

    private static Sent pick(List<Sent> from, Script script) {
        return from.get(Math.max(0, from.size() - 1 - script.below(65_536) % from.size()));
    }

    private static byte[] edit(byte[] bytes, Script script) {
        int edits = script.below(MAX_EDITS);
        for (int i = 0; i < edits; i++) {
            bytes[script.below(65_536) % bytes.length] ^= (byte) (1 + script.below(255));
        }
        return switch (script.below(4)) {
            case 0 -> Arrays.copyOf(bytes, script.below(bytes.length + 1));
            case 1 -> Arrays.copyOf(bytes, bytes.length + script.below(64));
            default -> bytes;
        };
    }

    private void expectNothing(byte[] bytes, Path.Channel channel, int from) {
        BenchNode node = bench.node(victim);
        boolean idle = !node.engine.pollTransmit(bench.nowNs(), transmit);
        assertThat(idle).as("at rest").isTrue();
        if (!present) {
            return;
        }
        long deadlineNs = node.engine.nextDeadlineNs();
        long drops = node.drops();
        long received = node.engine.counters().get(CounterId.DATAGRAMS_RECEIVED);
        bench.deliver(victim, channel, from, bytes);
        assertThat(node.drops()).as("drops after %s", ByteBuffer.wrap(bytes)).isEqualTo(drops + 1);
        assertThat(node.engine.counters().get(CounterId.DATAGRAMS_RECEIVED)).isEqualTo(received + 1);
        assertThat(node.engine.nextDeadlineNs()).as("deadline").isEqualTo(deadlineNs);
        assertThat(node.engine.drainEvents(event -> {}, 1)).as("events").isZero();
        assertThat(node.engine.pollTransmit(bench.nowNs(), transmit)).as("sends something").isFalse();
    }
}
