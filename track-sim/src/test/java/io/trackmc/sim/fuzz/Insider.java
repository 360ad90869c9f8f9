package io.trackmc.sim.fuzz;

import static io.trackmc.proto.wire.MessageType.ADVERTISE;
import static io.trackmc.proto.wire.MessageType.QUERY;
import static io.trackmc.proto.wire.MessageType.BIND_CONFIRM;
import static io.trackmc.proto.wire.MessageType.BIND_PENDING;
import static io.trackmc.proto.wire.MessageType.BIND_REJECT;
import static io.trackmc.proto.wire.MessageType.BIND_REQUEST;
import static io.trackmc.proto.wire.MessageType.EJECT_CONFIRM;
import static io.trackmc.proto.wire.MessageType.EJECT_REQUEST;
import static io.trackmc.proto.wire.MessageType.HEARTBEAT;
import static io.trackmc.proto.wire.MessageType.NACK;
import static io.trackmc.proto.wire.MessageType.NACK_SUPPRESS;
import static io.trackmc.proto.wire.MessageType.NULL_DATA;
import static io.trackmc.proto.wire.MessageType.ODATA;
import static io.trackmc.proto.wire.MessageType.RDATA;
import static io.trackmc.proto.wire.MessageType.TRACK;
import static io.trackmc.proto.wire.MessageType.UNBIND_CONFIRM;
import static io.trackmc.proto.wire.MessageType.UNBIND_REQUEST;

import io.trackmc.proto.engine.Path.Channel;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.sim.tree.Place.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A member of the group who lies: sends the victim whatever the script says under keys that are right. It uses the sealers
 * of an honest node, counters included, as if that node had been taken over.
 */
final class Insider {

    private static final int ONE_MISFIT_IN = 16;
    private static final List<MessageType> ALL = List.of(MessageType.values());
    private static final List<MessageType> UP = List.of(TRACK, NACK, TRACK, NACK, UNBIND_REQUEST, EJECT_CONFIRM);
    private static final List<MessageType> DOWN = List.of(HEARTBEAT, RDATA, HEARTBEAT, BIND_CONFIRM, BIND_REJECT,
            BIND_PENDING, UNBIND_CONFIRM, EJECT_REQUEST);
    private static final List<MessageType> REGION = List.of(HEARTBEAT, RDATA, NACK_SUPPRESS, EJECT_REQUEST);
    private static final List<MessageType> DATA = List.of(ODATA, NULL_DATA, RDATA);
    private static final int MAX_CONTENT_BYTES = 80;
    private static final int MAX_DATAGRAM_BYTES = 4096;

    private final Bench bench;
    private final int victim;

    /** A way to the victim: who seals, with what, what belongs there, and where it comes in. */
    private record Hop(int from, Channel channel, List<MessageType> types, Supplier<HopSealer> sealer) {}

    Insider(Bench bench, int victim) {
        this.bench = bench;
        this.victim = victim;
    }

    void send(Script script) {
        List<Hop> hops = hops();
        Hop hop = hops.get(script.below(hops.size()));
        boolean misfit = script.below(ONE_MISFIT_IN) == ONE_MISFIT_IN - 1;
        List<MessageType> types = misfit ? ALL : hop.types;
        MessageType type = types.get(script.below(types.size()));
        byte[] datagram = new byte[MAX_DATAGRAM_BYTES];
        int outerLength = new Lies(bench, victim, hop.from, script).write(type, datagram);
        byte[] inner = misfit || DATA.contains(type) ? inner(type, script) : new byte[0];
        System.arraycopy(inner, 0, datagram, outerLength, inner.length);
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        keys(hop.from).digest(datagram, outerLength, inner.length, digest, 0);
        int length = hop.sealer.get().seal(datagram, 0, outerLength, inner.length, digest, 0);
        bench.deliver(victim, hop.channel, hop.from, Arrays.copyOf(datagram, length));
    }

    private HopKeys keys(int node) {
        return bench.node(node).keys;
    }

    private List<Hop> hops() {
        List<Hop> hops = new ArrayList<>();
        BenchNode target = bench.node(victim);
        for (int parent : target.place.parents()) {
            hops.add(new Hop(parent, Channel.UNICAST, DOWN, () -> down(parent)));
            hops.add(new Hop(parent, Channel.REGION, REGION, () -> keys(parent).regionSealer()));
            hops.add(new Hop(parent, Channel.REGION, List.of(ADVERTISE), () -> keys(parent).dataSealer()));
        }
        if (victim != Group.SENDER) {
            hops.add(new Hop(Group.SENDER, Channel.DATA, DATA, () -> keys(Group.SENDER).dataSealer()));
        }
        bench.group.topology().places().stream().filter(p -> p.parents().contains(victim)).forEach(child -> {
            hops.add(new Hop(child.id(), Channel.UNICAST, UP,
                    () -> keys(child.id()).upSealer(victim, target.keys.incarnation())));
            hops.add(new Hop(child.id(), Channel.UNICAST, List.of(BIND_REQUEST),
                    () -> keys(child.id()).bindRequestSealer(victim)));
            hops.add(new Hop(child.id(), Channel.UNICAST, List.of(QUERY), () -> keys(child.id()).dataSealer()));
        });
        return hops;
    }

    private HopSealer down(int parent) {
        HopKeys own = bench.node(victim).keys;
        KeyClass pairClass = bench.node(victim).place.role() == Role.RECEIVER ? KeyClass.LEAF_PAIR
                : KeyClass.INTERIOR_PAIR;
        return keys(parent).downSealer(victim, pairClass, own.incarnation());
    }

    private byte[] inner(MessageType type, Script script) {
        return switch (script.below(4)) {
            case 0 -> type == NULL_DATA ? new byte[0] : recorded(script);
            case 1 -> recorded(script);
            case 2 -> spoilt(recorded(script), script);
            default -> sealed(type, script);
        };
    }

    /** Content that opens, whatever it says. */
    private byte[] sealed(MessageType type, Script script) {
        HopKeys source = keys(Group.SENDER);
        int stream = type == NULL_DATA || (type == RDATA && script.flag()) ? 1 : 0;
        long sequence = Math.max(1, script.sequence(bench.node(Group.SENDER).sender().lastSent()));
        byte[] content = script.flag() ? script.take(script.below(MAX_CONTENT_BYTES)) : fitting(stream, script);
        byte[] inner = new byte[InnerHeader.LENGTH + content.length + InnerHeader.TAG_LENGTH];
        System.arraycopy(content, 0, inner, InnerHeader.LENGTH, content.length);
        Incarnation run = source.incarnation();
        ContentSealer sealer = bench.group.keys().sealer(Group.SENDER, run);
        sequence = stream == 0 ? Math.min(sequence, sealer.lastSequence()) : sequence;
        InnerHeader.write(inner, 0, sealer.suite(), stream,
                stream == 0 ? InnerHeader.TYPE_MESSAGES : InnerHeader.TYPE_CONTROL, sealer.contentSpi(), Group.SENDER,
                run.high(), sequence, content.length);
        sealer.seal(inner, 0, content.length);
        return inner;
    }

    /** A close record, or one whole message. */
    private static byte[] fitting(int stream, Script script) {
        byte[] content = new byte[CloseRecord.LENGTH];
        if (stream == 1) {
            CloseRecord.write(content, 0, script.below(2), script.sequence(1));
        } else {
            content[0] = 3;
            content[3] = CloseRecord.LENGTH - 4;
        }
        return content;
    }

    private byte[] recorded(Script script) {
        List<byte[]> inners = bench.inners();
        return inners.isEmpty() ? new byte[0] : inners.get(script.below(65_536) % inners.size()).clone();
    }

    private static byte[] spoilt(byte[] inner, Script script) {
        if (inner.length > 0) {
            inner[script.below(inner.length)] ^= (byte) (1 + script.below(255));
        }
        return inner;
    }
}
