package io.trackmc.sim.fuzz;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.EmptyMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.Message;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RDataHeader;
import io.trackmc.proto.wire.QueryMessage;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.List;

/** Bodies of each type with fields from a script: mostly allowed, likely to hurt. */
final class Lies {

    private final Bench bench;
    private final Script script;
    private final HopKeys from;
    private final int victim;
    private final long lastSent;

    Lies(Bench bench, int victim, int from, Script script) {
        this.bench = bench;
        this.victim = victim;
        this.from = bench.node(from).keys;
        this.script = script;
        this.lastSent = bench.node(Group.SENDER).sender().lastSent();
    }

    /** Writes OUTER and returns its length. A template with bytes overwritten, or a message made field by field. */
    int write(MessageType type, byte[] datagram) {
        int length = script.flag() ? fromTemplate(type, datagram) : 0;
        return length > 0 ? length : fresh(type, datagram);
    }

    private int fromTemplate(MessageType type, byte[] datagram) {
        List<Sent> same = bench.sent.stream().filter(s -> s.type() == type).toList();
        if (same.isEmpty()) {
            return 0;
        }
        byte[] template = same.get(same.size() - 1 - script.below(256) % same.size()).bytes();
        int length = OuterHeader.outerLength(template, 0);
        System.arraycopy(template, 0, datagram, 0, length);
        for (int edits = script.below(4); edits > 0 && length > OuterHeader.LENGTH; edits--) {
            datagram[OuterHeader.LENGTH + script.below(length - OuterHeader.LENGTH)] = (byte) script.u8();
        }
        return length;
    }

    private int fresh(MessageType type, byte[] datagram) {
        return switch (type) {
            case ODATA -> ODataHeader.write(datagram, 0, sequence(), script.u32());
            case RDATA -> RDataHeader.write(datagram, 0);
            case NULL_DATA -> NullDataHeader.write(datagram, 0, sequence(), sequence(), script.u32(), script.u32());
            case UNBIND_CONFIRM, EJECT_CONFIRM -> EmptyMessage.write(datagram, 0, type);
            default -> message(type).write(datagram, 0);
        };
    }

    private Message message(MessageType type) {
        return switch (type) {
            case HEARTBEAT -> heartbeat();
            case TRACK -> track();
            case NACK -> nack();
            case NACK_SUPPRESS -> suppress();
            case BIND_REQUEST -> bindRequest();
            case BIND_CONFIRM -> bindConfirm();
            case BIND_REJECT -> new BindRejectMessage().incarnationTail(tail()).bindSequence(attempt())
                    .reason(BindRejectReason.values()[script.below(BindRejectReason.values().length)]);
            case BIND_PENDING -> new BindPendingMessage().incarnationTail(tail()).bindSequence(attempt())
                    .retryAfter(script.count(1000));
            case UNBIND_REQUEST -> new UnbindRequestMessage().bindSequence(attempt())
                    .reason(UnbindReason.values()[script.below(4)]).ask(script.flag()).lateCount(script.count(1))
                    .completeCount(script.count(1)).failureCount(script.count(1));
            case EJECT_REQUEST -> new EjectRequestMessage().reason(EjectReason.values()[script.below(4)])
                    .alternate(script.below(8));
            case QUERY -> new QueryMessage().incarnationTail(tail()).target(1 + script.below(8)).token(script.u32());
            default -> new AdvertiseMessage().incarnationTail(tail()).region(script.below(8))
                    .unicastPort(script.below(65_536)).level(script.u8()).receiverSlots(script.below(65_536))
                    .repairHeadSlots(script.below(65_536));
        };
    }

    private Message heartbeat() {
        boolean closed = script.flag();
        HeartbeatMessage heartbeat = new HeartbeatMessage().level(script.u8()).timestamp(script.u32())
                .highestSequence(sequence()).highestReleased(sequence()).lowestRepairable(sequence()).closed(closed)
                .closeSequence(closed ? sequence() : 0).childCount(script.below(65_536)).regionRtt(script.count(1000));
        for (int i = script.below(34); i > 0; i--) {
            heartbeat.addAncestor(1 + script.below(40));
        }
        for (int i = script.below(4); i > 0; i--) {
            heartbeat.addProbed(1 + script.below(8));
        }
        return heartbeat;
    }

    private Message track() {
        TrackMessage track = new TrackMessage().cumAck(sequence()).subtreeCumAck(sequence()).highestAllowed(sequence())
                .subtreeConfirmed(sequence()).controlCumAck(sequence()).receiverCount(script.count(1))
                .completeCount(script.count(1)).failureCount(script.count(1)).slowest(script.below(8))
                .worstLoss(script.below(65_536)).transportEpoch(script.sequence(1)).contentEpoch(script.sequence(1));
        if (script.flag()) {
            track.heartbeatEcho(script.u32(), script.u32());
        }
        if (script.flag()) {
            track.senderEcho(script.u32());
        }
        if (script.flag()) {
            track.rate(1 + script.sequence(1) / 2, 1 + script.below(200), script.count(1), script.count(1));
        }
        long[] words = new long[script.below(17)];
        for (int i = 0; i < words.length; i++) {
            words[i] = script.odd(-1);
        }
        track.setBitmap(words, words.length);
        for (int i = script.below(65); i > 0; i--) {
            track.addFailure(1 + script.below(200), false);
        }
        return track;
    }

    private Message nack() {
        NackMessage nack = new NackMessage().stream(script.below(2));
        addRanges(nack::addRange);
        for (int i = script.below(9); i > 0; i--) {
            nack.addBad(1 + sequence() % Long.MAX_VALUE, digest(), 0);
        }
        return nack;
    }

    /** Of something that was sent, or any. */
    private byte[] digest() {
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        List<byte[]> inners = bench.inners();
        if (!inners.isEmpty() && script.flag()) {
            byte[] inner = inners.get(script.below(256) % inners.size());
            from.digest(inner, 0, inner.length, digest, 0);
        }
        return digest;
    }

    private Message suppress() {
        NackSuppressMessage suppress = new NackSuppressMessage().stream(script.below(2));
        addRanges(suppress::addRange);
        return suppress;
    }

    /** Ranges that the wire format allows: ascending, apart from each other, up to 2^32 - 1 long. */
    private void addRanges(RangeList ranges) {
        long end = 0;
        for (int i = 1 + script.below(64); i > 0; i--) {
            long first = end + 1 + (script.flag() ? script.below(100) : script.sequence(lastSent) >>> 1);
            long count = 1 + (script.odd(0) & 0xFFFF_FFFEL);
            if (first < 0 || first + count < 0 || !ranges.add(first, count)) {
                return;
            }
            end = first + count;
        }
    }

    @FunctionalInterface
    private interface RangeList {
        boolean add(long first, long count);
    }

    private Message bindRequest() {
        return new BindRequestMessage().rejoin(script.flag()).incarnationTail(tail()).bindSequence(attempt())
                .role(script.flag() ? BindRole.RECEIVER : BindRole.REPAIR_HEAD).level(script.u8())
                .receiverCount(script.count(1)).homeRegion(script.below(8)).neededSequence(sequence())
                .transportEpoch(script.sequence(1));
    }

    private Message bindConfirm() {
        HopKeys source = bench.node(Group.SENDER).keys;
        BindConfirmMessage confirm = new BindConfirmMessage().incarnationTail(tail()).bindSequence(attempt())
                .level(script.u8()).childIndex(script.below(65_536)).trackInterval(script.count(1000))
                .heartbeatInterval(script.count(1000)).sourceId(Group.SENDER)
                .sourceIncarnationHigh(source.incarnation().high() + script.below(3) - 1)
                .sourceIncarnationLow(source.incarnation().low()).lowestRepairable(sequence())
                .highestSequence(sequence()).highestReleased(sequence())
                .senderRtt(script.count(1000)).rules(bench.group.rules());
        for (int i = script.below(34); i > 0; i--) {
            confirm.addAncestor(1 + script.below(40));
        }
        return confirm;
    }

    private long sequence() {
        return script.sequence(lastSent);
    }

    private long tail() {
        return from.incarnation().low();
    }

    /** The bind sequence that the two ends are at, as far as a network can tell. */
    private int attempt() {
        int newest = 1;
        for (Sent s : bench.sent) {
            boolean ours = s.type() == MessageType.BIND_REQUEST && (s.from() == victim || s.to() == victim);
            BindRequestMessage request = new BindRequestMessage();
            if (ours && request.parse(s.bytes(), 0)) {
                newest = request.bindSequence();
            }
        }
        return script.flag() ? newest : script.count(newest);
    }
}
