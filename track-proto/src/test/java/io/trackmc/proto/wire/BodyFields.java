package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Bodies as named fields, as the golden vectors have them: a second, slow road through setters and getters. Numbers and bytes are
 * strings, so that both sides compare as text.
 */
final class BodyFields {

    private BodyFields() {}

    /** Writes OUTER of the type with the fields of a vector; returns its length. */
    static int write(MessageType type, int flags, Config fields, byte[] b, int off) {
        return switch (type) {
            case ODATA -> ODataHeader.write(b, off, u64(fields, "highestReleased"), u32(fields, "timestamp"));
            case RDATA -> RDataHeader.write(b, off);
            case NULL_DATA -> NullDataHeader.write(
                    b, off, u64(fields, "highestSent"), u64(fields, "highestReleased"), u32(fields, "timestamp"),
                    u32(fields, "contentSpi"));
            case REKEY -> RekeyDatagram.write(b, off);
            case UNBIND_CONFIRM, EJECT_CONFIRM -> EmptyMessage.write(b, off, type, flags);
            default -> message(type, flags, fields).write(b, off);
        };
    }

    /** All fields of OUTER behind the common header. */
    static Map<String, Object> read(MessageType type, byte[] b, int off) {
        Fields fields = new Fields();
        switch (type) {
            case ODATA -> fields.u64("highestReleased", ODataHeader.highestReleased(b, off))
                    .u32("timestamp", ODataHeader.timestamp(b, off));
            case NULL_DATA -> fields.u64("highestSent", NullDataHeader.highestSent(b, off))
                    .u64("highestReleased", NullDataHeader.highestReleased(b, off))
                    .u32("timestamp", NullDataHeader.timestamp(b, off))
                    .u32("contentSpi", NullDataHeader.contentSpi(b, off));
            case RDATA, REKEY, UNBIND_CONFIRM, EJECT_CONFIRM -> fields.clear();
            default -> {
                Message message = Messages.of(type);
                message.parse(b, off);
                return of(message);
            }
        }
        return fields;
    }

    /** All fields of a message. */
    static Map<String, Object> of(Message message) {
        Fields fields = new Fields();
        read(message, fields);
        return fields;
    }

    /** The flags that a parsed message stands for. */
    static int flags(Message message) {
        return switch (message) {
            case HeartbeatMessage m -> m.closed() ? 1 : 0;
            case TrackMessage m -> (m.hasHeartbeatEcho() ? 1 : 0) + (m.hasSenderEcho() ? 2 : 0);
            case BindRequestMessage m -> (m.rejoin() ? 1 : 0) + (m.wantsRegionKey() ? 2 : 0);
            case BindConfirmMessage m -> m.regionKeys().count();
            case UnbindRequestMessage m -> m.ask() ? 1 : 0;
            case AdvertiseMessage m -> m.isAnswer() ? 1 : 0;
            default -> 0;
        };
    }

    /** The fields of a vector in the form that {@link #read} gives. */
    static Map<String, Object> expected(Config fields) {
        Map<String, Object> expected = new TreeMap<>();
        fields.root().unwrapped().forEach((name, value) -> expected.put(name, text(value)));
        return expected;
    }

    private static Object text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(BodyFields::text).toList();
            case Map<?, ?> entry -> {
                Map<String, Object> texts = new TreeMap<>();
                entry.forEach((name, field) -> texts.put(String.valueOf(name), text(field)));
                yield texts;
            }
            default -> String.valueOf(value);
        };
    }

    private static Message message(MessageType type, int flags, Config f) {
        return switch (type) {
            case HEARTBEAT -> heartbeat(f, flags);
            case TRACK -> track(f, flags);
            case NACK -> nack(f);
            case NACK_SUPPRESS -> nackSuppress(f);
            case BIND_REQUEST -> new BindRequestMessage()
                    .rejoin((flags & 1) != 0)
                    .wantsRegionKey((flags & 2) != 0)
                    .incarnationTail(u64(f, "incarnationTail"))
                    .bindSequence(u32(f, "bindSequence"))
                    .role(BindRole.of(f.getInt("role")))
                    .level(f.getInt("level"))
                    .receiverCount(u32(f, "receiverCount"))
                    .homeRegion(u32(f, "homeRegion"))
                    .neededSequence(u64(f, "neededSequence"))
                    .transportEpoch(u64(f, "transportEpoch"));
            case BIND_CONFIRM -> bindConfirm(f);
            case BIND_REJECT -> bindReject(f);
            case BIND_PENDING -> new BindPendingMessage()
                    .incarnationTail(u64(f, "incarnationTail"))
                    .bindSequence(u32(f, "bindSequence"))
                    .retryAfter(u32(f, "retryAfter"));
            case UNBIND_REQUEST -> new UnbindRequestMessage()
                    .ask(flags == 1)
                    .reason(UnbindReason.of(f.getInt("reason")))
                    .completeCount(u32(f, "completeCount"))
                    .lateCount(u32(f, "lateCount"))
                    .bindSequence(u32(f, "bindSequence"))
                    .failureCount(u32(f, "failureCount"));
            case EJECT_REQUEST -> new EjectRequestMessage()
                    .reason(EjectReason.of(f.getInt("reason")))
                    .alternate(u32(f, "alternate"));
            case ADVERTISE -> (flags == 1
                    ? new AdvertiseMessage().answer(u32(f, "asker"), u32(f, "token"), u32(f, "dally"))
                    : new AdvertiseMessage())
                    .incarnationTail(u64(f, "incarnationTail"))
                    .region(u32(f, "region"))
                    .unicastPort(f.getInt("unicastPort"))
                    .level(f.getInt("level"))
                    .receiverSlots(f.getInt("receiverSlots"))
                    .repairHeadSlots(f.getInt("repairHeadSlots"));
            case QUERY -> new QueryMessage()
                    .incarnationTail(u64(f, "incarnationTail"))
                    .target(u32(f, "target"))
                    .token(u32(f, "token"));
            case REKEY_REQUEST -> rekeyRequest(f);
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    private static HeartbeatMessage heartbeat(Config f, int flags) {
        HeartbeatMessage message = new HeartbeatMessage()
                .level(f.getInt("level"))
                .timestamp(u32(f, "timestamp"))
                .highestSequence(u64(f, "highestSequence"))
                .highestReleased(u64(f, "highestReleased"))
                .lowestRepairable(u64(f, "lowestRepairable"))
                .closed(flags == 1)
                .closeSequence(u64(f, "closeSequence"))
                .childCount(f.getInt("childCount"))
                .regionRtt(u32(f, "regionRtt"))
                .regionCounter(u64(f, "regionCounter"))
                .sourceCounter(u64(f, "sourceCounter"))
                .transportRekey(u64(f, "transportRekey"))
                .contentRekey(u64(f, "contentRekey"));
        setContent(message.content(), f);
        f.getLongList("ancestors").forEach(id -> message.addAncestor(id.intValue()));
        f.getLongList("probed").forEach(id -> message.addProbed(id.intValue()));
        return message;
    }

    private static void setContent(ContentEpochFields content, Config f) {
        content.set(u64(f, "contentEpoch"), u64(f, "contentFirst"), u64(f, "contentFirstOfPrevious"));
    }

    private static RekeyRequestMessage rekeyRequest(Config f) {
        RekeyRequestMessage message = new RekeyRequestMessage()
                .layer(f.getInt("layer"))
                .header((f.getInt("wanted") & 1) != 0)
                .later((f.getInt("wanted") & 2) != 0)
                .echo(u32(f, "echo"))
                .rekey(u64(f, "rekeySequence"));
        f.getConfigList("entries").forEach(entry -> message.add(
                u32(entry, "slice"), entry.getInt("first"), entry.getInt("count")));
        return message;
    }

    private static TrackMessage track(Config f, int flags) {
        TrackMessage message = new TrackMessage()
                .cumAck(u64(f, "cumAck"))
                .subtreeCumAck(u64(f, "subtreeCumAck"))
                .highestAllowed(u64(f, "highestAllowed"))
                .subtreeConfirmed(u64(f, "subtreeConfirmed"))
                .controlCumAck(u64(f, "controlCumAck"))
                .receiverCount(u32(f, "receiverCount"))
                .completeCount(u32(f, "completeCount"))
                .lateReceiverCount(u32(f, "lateReceiverCount"))
                .lateCount(u32(f, "lateCount"))
                .failureCount(u32(f, "failureCount"))
                .slowest(u32(f, "slowest"))
                .worstLoss(f.getInt("worstLoss"))
                .transportEpoch(u64(f, "transportEpoch"))
                .contentEpoch(u64(f, "contentEpoch"));
        message.rate(u64(f, "allowedRate"), u32(f, "limiter"), u32(f, "limiterRtt"), u32(f, "lossInterval"));
        if ((flags & 1) != 0) {
            message.heartbeatEcho(u32(f, "heartbeatEcho"), u32(f, "heartbeatDally"));
        }
        if ((flags & 2) != 0) {
            message.senderEcho(u32(f, "senderEcho"));
        }
        long[] bitmap = f.getStringList("bitmap").stream()
                .mapToLong(Long::parseUnsignedLong)
                .toArray();
        long tooSlow = u64(f, "tooSlow");
        f.getLongList("failures").forEach(id -> message.addFailure(
                id.intValue(), (tooSlow & 1L << message.failureListLength()) != 0));
        return message.setBitmap(bitmap, bitmap.length);
    }

    private static NackMessage nack(Config f) {
        NackMessage message = new NackMessage().stream(f.getInt("stream"));
        runs(f).forEach((first, count) -> assertThat(message.addRange(first, count)).isTrue());
        if (u64(f, "bitmapBase") != 0) {
            message.pack();
        }
        f.getConfigList("bad")
                .forEach(bad -> message.addBad(
                        u64(bad, "sequence"), HexFormat.of().parseHex(bad.getString("digest")), 0));
        return message;
    }

    private static NackSuppressMessage nackSuppress(Config f) {
        NackSuppressMessage message = new NackSuppressMessage().stream(f.getInt("stream"));
        runs(f).forEach((first, count) -> assertThat(message.addRange(first, count)).isTrue());
        return u64(f, "bitmapBase") != 0 ? message.pack() : message;
    }

    /** What ranges and bitmap name, ascending. */
    private static Map<Long, Long> runs(Config f) {
        Map<Long, Long> runs = new TreeMap<>();
        f.getConfigList("ranges").forEach(r -> runs.put(u64(r, "first"), r.getLong("count")));
        List<String> words = f.getStringList("bitmap");
        for (int bit = 0; bit < 64 * words.size(); bit++) {
            if ((Long.parseUnsignedLong(words.get(bit / 64)) >>> bit & 1) != 0) {
                runs.put(u64(f, "bitmapBase") + bit, 1L);
            }
        }
        return runs;
    }

    private static BindConfirmMessage bindConfirm(Config f) {
        String incarnation = f.getString("sourceIncarnation");
        BindConfirmMessage message = new BindConfirmMessage()
                .incarnationTail(u64(f, "incarnationTail"))
                .bindSequence(u32(f, "bindSequence"))
                .level(f.getInt("level"))
                .childIndex(f.getInt("childIndex"))
                .trackInterval(u32(f, "trackInterval"))
                .heartbeatInterval(u32(f, "heartbeatInterval"))
                .sourceId(u32(f, "sourceId"))
                .sourceIncarnationHigh(HexFormat.fromHexDigitsToLong(incarnation, 0, 16))
                .sourceIncarnationLow(HexFormat.fromHexDigitsToLong(incarnation, 16, 32))
                .lowestRepairable(u64(f, "lowestRepairable"))
                .highestSequence(u64(f, "highestSequence"))
                .highestReleased(u64(f, "highestReleased"))
                .regionCounter(u64(f, "regionCounter"))
                .sourceCounter(u64(f, "sourceCounter"))
                .rules(new SessionRules(SessionMode.of(f.getInt("mode")), u32(f, "hold"),
                        LateJoin.of(f.getInt("lateJoin")), DeliveryOrder.of(f.getInt("delivery") & 0xF),
                        ConfirmOn.of(f.getInt("delivery") >>> 4),
                        CongestionControl.of(f.getInt("congestionControl"))))
                .senderRtt(u32(f, "senderRtt"));
        setContent(message.content(), f);
        f.getLongList("ancestors").forEach(id -> message.addAncestor(id.intValue()));
        RegionKeyList keys = message.regionKeys();
        for (Config entry : f.getConfigList("regionKeys")) {
            byte[] wrap = HexFormat.of().parseHex(entry.getString("wrap"));
            System.arraycopy(wrap, 0, keys.array(), keys.offset(keys.add(u64(entry, "epoch"))), wrap.length);
        }
        return message;
    }

    private static BindRejectMessage bindReject(Config f) {
        BindRejectMessage message = new BindRejectMessage()
                .incarnationTail(u64(f, "incarnationTail"))
                .bindSequence(u32(f, "bindSequence"))
                .reason(BindRejectReason.of(f.getInt("reason")));
        f.getLongList("alternates").forEach(id -> message.addAlternate(id.intValue()));
        return message;
    }

    private static void read(Message message, Fields to) {
        switch (message) {
            case HeartbeatMessage m -> to.u8("level", m.level())
                    .u32("timestamp", m.timestamp())
                    .u64("highestSequence", m.highestSequence())
                    .u64("highestReleased", m.highestReleased())
                    .u64("lowestRepairable", m.lowestRepairable())
                    .u64("closeSequence", m.closeSequence())
                    .u8("childCount", m.childCount())
                    .u32("regionRtt", m.regionRtt())
                    .u64("regionCounter", m.regionCounter())
                    .u64("sourceCounter", m.sourceCounter())
                    .u64("transportRekey", m.transportRekey())
                    .u64("contentRekey", m.contentRekey())
                    .u64("contentEpoch", m.content().epoch())
                    .u64("contentFirst", m.content().first())
                    .u64("contentFirstOfPrevious", m.content().firstOfPrevious())
                    .list("ancestors", m.ancestorCount(), i -> Integer.toUnsignedString(m.ancestor(i)))
                    .list("probed", m.probedCount(), i -> Integer.toUnsignedString(m.probed(i)));
            case TrackMessage m -> track(m, to);
            case NackMessage m -> to.u8("stream", m.stream())
                    .list("ranges", m.rangeCount(), i -> range(m.rangeFirst(i), m.rangeLength(i)))
                    .u64("bitmapBase", m.bitmapBase())
                    .list("bitmap", m.bitmapWords(), i -> Long.toUnsignedString(m.bitmapWord(i)))
                    .list("bad", m.badCount(), i -> bad(m, i));
            case NackSuppressMessage m -> to.u8("stream", m.stream())
                    .list("ranges", m.rangeCount(), i -> range(m.rangeFirst(i), m.rangeLength(i)))
                    .u64("bitmapBase", m.bitmapBase())
                    .list("bitmap", m.bitmapWords(), i -> Long.toUnsignedString(m.bitmapWord(i)));
            case BindRequestMessage m -> to.u64("incarnationTail", m.incarnationTail())
                    .u32("bindSequence", m.bindSequence())
                    .u8("role", m.role().code())
                    .u8("level", m.level())
                    .u32("receiverCount", m.receiverCount())
                    .u32("homeRegion", m.homeRegion())
                    .u64("neededSequence", m.neededSequence())
                    .u64("transportEpoch", m.transportEpoch());
            case BindConfirmMessage m -> bindConfirm(m, to);
            case BindRejectMessage m -> to.u64("incarnationTail", m.incarnationTail())
                    .u32("bindSequence", m.bindSequence())
                    .u8("reason", m.reason().code())
                    .list("alternates", m.alternateCount(), i -> Integer.toUnsignedString(m.alternate(i)));
            case BindPendingMessage m -> to.u64("incarnationTail", m.incarnationTail())
                    .u32("bindSequence", m.bindSequence())
                    .u32("retryAfter", m.retryAfter());
            case UnbindRequestMessage m -> to.u8("reason", m.reason().code())
                    .u32("completeCount", m.completeCount())
                    .u32("lateCount", m.lateCount())
                    .u32("bindSequence", m.bindSequence())
                    .u32("failureCount", m.failureCount());
            case EjectRequestMessage m -> to.u8("reason", m.reason().code()).u32("alternate", m.alternate());
            case AdvertiseMessage m -> to.u64("incarnationTail", m.incarnationTail())
                    .u32("region", m.region())
                    .u8("unicastPort", m.unicastPort())
                    .u8("level", m.level())
                    .u8("receiverSlots", m.receiverSlots())
                    .u8("repairHeadSlots", m.repairHeadSlots())
                    .u32("asker", m.asker())
                    .u32("token", m.token())
                    .u32("dally", m.dally());
            case QueryMessage m -> to.u64("incarnationTail", m.incarnationTail())
                    .u32("target", m.target())
                    .u32("token", m.token());
            case RekeyRequestMessage m -> to.u8("layer", m.layer())
                    .u8("wanted", (m.header() ? 1 : 0) + (m.later() ? 2 : 0))
                    .u32("echo", m.echo())
                    .u64("rekeySequence", m.rekey())
                    .list("entries", m.entryCount(), i -> Map.of("slice", Integer.toUnsignedString(m.slice(i)),
                            "first", Integer.toString(m.first(i)), "count", Integer.toString(m.count(i))));
        }
    }

    private static void track(TrackMessage m, Fields to) {
        to.u64("cumAck", m.cumAck())
                .u64("subtreeCumAck", m.subtreeCumAck())
                .u64("highestAllowed", m.highestAllowed())
                .u64("subtreeConfirmed", m.subtreeConfirmed())
                .u64("controlCumAck", m.controlCumAck())
                .u32("receiverCount", m.receiverCount())
                .u32("completeCount", m.completeCount())
                .u32("lateReceiverCount", m.lateReceiverCount())
                .u32("lateCount", m.lateCount())
                .u32("failureCount", m.failureCount())
                .u32("slowest", m.slowest())
                .u8("worstLoss", m.worstLoss())
                .u32("heartbeatEcho", m.heartbeatEcho())
                .u32("heartbeatDally", m.heartbeatDally())
                .u32("senderEcho", m.senderEcho())
                .u64("transportEpoch", m.transportEpoch())
                .u64("contentEpoch", m.contentEpoch())
                .u64("tooSlow", tooSlow(m))
                .u64("allowedRate", m.allowedRate())
                .u32("limiter", m.limiter())
                .u32("limiterRtt", m.limiterRtt())
                .u32("lossInterval", m.lossInterval())
                .list("bitmap", m.bitmapWords(), i -> Long.toUnsignedString(m.bitmapWord(i)))
                .list("failures", m.failureListLength(), i -> Integer.toUnsignedString(m.failure(i)));
    }

    private static long tooSlow(TrackMessage m) {
        long bits = 0;
        for (int i = 0; i < m.failureListLength(); i++) {
            bits |= m.isFailureTooSlow(i) ? 1L << i : 0;
        }
        return bits;
    }

    private static void bindConfirm(BindConfirmMessage m, Fields to) {
        HexFormat hex = HexFormat.of();
        String incarnation = hex.toHexDigits(m.sourceIncarnationHigh()) + hex.toHexDigits(m.sourceIncarnationLow());
        to.u64("incarnationTail", m.incarnationTail())
                .u32("bindSequence", m.bindSequence())
                .u8("level", m.level())
                .u8("childIndex", m.childIndex())
                .u32("trackInterval", m.trackInterval())
                .u32("heartbeatInterval", m.heartbeatInterval())
                .u32("sourceId", m.sourceId())
                .u64("lowestRepairable", m.lowestRepairable())
                .u64("highestSequence", m.highestSequence())
                .u64("highestReleased", m.highestReleased())
                .u64("regionCounter", m.regionCounter())
                .u64("sourceCounter", m.sourceCounter())
                .u8("mode", m.rules().mode().code())
                .u8("lateJoin", m.rules().lateJoin().code())
                .u8("delivery", m.rules().confirmOn().code() << 4 | m.rules().order().code())
                .u8("congestionControl", m.rules().congestionControl().code())
                .u32("hold", m.rules().holdMicros())
                .u32("senderRtt", m.senderRtt())
                .u64("contentEpoch", m.content().epoch())
                .u64("contentFirst", m.content().first())
                .u64("contentFirstOfPrevious", m.content().firstOfPrevious())
                .list("ancestors", m.ancestorCount(), i -> Integer.toUnsignedString(m.ancestor(i)))
                .list("regionKeys", m.regionKeys().count(), i -> regionKey(m.regionKeys(), i))
                .put("sourceIncarnation", incarnation);
    }

    private static Map<String, String> regionKey(RegionKeyList keys, int i) {
        return Map.of("epoch", Long.toUnsignedString(keys.epoch(i)), "wrap", HexFormat.of()
                .formatHex(keys.array(), keys.offset(i), keys.offset(i) + RegionKeyList.WRAP_BYTES));
    }

    private static Map<String, String> range(long first, long count) {
        return Map.of("first", Long.toUnsignedString(first), "count", Long.toUnsignedString(count));
    }

    private static Map<String, String> bad(NackMessage message, int i) {
        byte[] digest = new byte[NackMessage.DIGEST_LENGTH];
        message.copyBadDigest(i, digest, 0);
        String sequence = Long.toUnsignedString(message.badSequence(i));
        return Map.of("sequence", sequence, "digest", HexFormat.of().formatHex(digest));
    }

    static long u64(Config fields, String name) {
        return Long.parseUnsignedLong(fields.getString(name));
    }

    static int u32(Config fields, String name) {
        return Integer.parseUnsignedInt(fields.getString(name));
    }

    /** Collects fields as text. */
    private static final class Fields extends TreeMap<String, Object> {

        private static final long serialVersionUID = 1;

        Fields u8(String name, int value) {
            put(name, Integer.toString(value));
            return this;
        }

        Fields u32(String name, int value) {
            put(name, Integer.toUnsignedString(value));
            return this;
        }

        Fields u64(String name, long value) {
            put(name, Long.toUnsignedString(value));
            return this;
        }

        Fields list(String name, int count, IntFunction<Object> entry) {
            put(name, IntStream.range(0, count).mapToObj(entry).toList());
            return this;
        }
    }
}
