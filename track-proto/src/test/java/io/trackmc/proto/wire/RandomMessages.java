package io.trackmc.proto.wire;

import io.trackmc.proto.seq.SequenceNumbers;
import java.util.function.BiPredicate;
import java.util.Random;

/** Messages with every field and list at random, within what the wire format allows. */
final class RandomMessages {

    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    /** Fills an object that may hold another message already. */
    void fill(Message message) {
        message.reset();
        switch (message) {
            case HeartbeatMessage m -> heartbeat(m);
            case TrackMessage m -> track(m);
            case NackMessage m -> nack(m);
            case NackSuppressMessage m -> nackSuppress(m);
            case BindRequestMessage m -> bindRequest(m);
            case BindConfirmMessage m -> bindConfirm(m);
            case BindRejectMessage m -> bindReject(m);
            case BindPendingMessage m -> m.incarnationTail(random.nextLong())
                    .bindSequence(positive())
                    .retryAfter(nonNegative());
            case UnbindRequestMessage m -> m.reason(any(UnbindReason.values()))
                    .ask(random.nextBoolean())
                    .completeCount(nonNegative())
                    .lateCount(nonNegative())
                    .bindSequence(positive())
                    .failureCount(nonNegative());
            case EjectRequestMessage m -> m.reason(any(EjectReason.values())).alternate(random.nextInt());
            case AdvertiseMessage m -> advertise(m);
            case QueryMessage m -> m.incarnationTail(random.nextLong()).target(id()).token(random.nextInt());
            case RekeyRequestMessage m -> rekeyRequest(m);
        }
    }

    private void content(ContentEpochFields fields) {
        long first = 1 + (sequence() >>> 1);
        fields.set(sequence(), first, 1 + random.nextLong(first));
        if (fields.epoch() == 0) {
            fields.set(0, 0, 0);
        }
    }

    private void rekeyRequest(RekeyRequestMessage m) {
        m.layer(1 + random.nextInt(2))
                .later(random.nextBoolean())
                .rekey(1 + (sequence() & RekeyPart.MAX_REKEY - 1));
        for (int i = upTo(RekeyRequestMessage.MAX_ENTRIES); i > 0; i--) {
            int first = random.nextInt(RekeyRequestMessage.SUBTREE);
            switch (random.nextInt(3)) {
                case 0 -> m.add(random.nextInt(), 0, RekeyRequestMessage.WHOLE_SLICE);
                case 1 -> m.add(random.nextInt(), 0, RekeyRequestMessage.SUBTREE);
                default -> m.add(random.nextInt(), first, 1 + random.nextInt(RekeyRequestMessage.SUBTREE - first));
            }
        }
        m.header(m.entryCount() == 0 || random.nextBoolean());
    }

    private void advertise(AdvertiseMessage m) {
        m.incarnationTail(random.nextLong())
                .region(random.nextInt())
                .unicastPort(u16())
                .level(u8())
                .receiverSlots(u16())
                .repairHeadSlots(u16());
        if (random.nextBoolean()) {
            m.answer(id(), random.nextInt(), random.nextInt());
        }
    }

    private void heartbeat(HeartbeatMessage m) {
        boolean closed = random.nextBoolean();
        m.level(u8())
                .timestamp(random.nextInt())
                .highestSequence(withinASession())
                .highestReleased(withinASession())
                .lowestRepairable(withinASession())
                .closed(closed)
                .closeSequence(closed ? withinASession() : 0)
                .childCount(u16())
                .regionRtt(nonNegative())
                .regionCounter(sequence())
                .sourceCounter(sequence())
                .transportRekey(sequence() & RekeyPart.MAX_REKEY)
                .contentRekey(sequence() & RekeyPart.MAX_REKEY);
        content(m.content());
        for (int i = upTo(HeartbeatMessage.MAX_ANCESTORS); i > 0; i--) {
            m.addAncestor(id());
        }
        for (int i = upTo(HeartbeatMessage.MAX_PROBED); i > 0; i--) {
            m.addProbed(id());
        }
    }

    private void track(TrackMessage m) {
        long[] bitmap = random.longs(upTo(TrackMessage.MAX_BITMAP_WORDS)).toArray();
        m.cumAck(sequence() >>> 1)
                .subtreeCumAck(sequence())
                .highestAllowed(sequence())
                .subtreeConfirmed(sequence())
                .controlCumAck(sequence())
                .receiverCount(nonNegative())
                .completeCount(nonNegative())
                .lateReceiverCount(nonNegative())
                .lateCount(nonNegative())
                .failureCount(nonNegative())
                .slowest(random.nextInt())
                .worstLoss(u16())
                .transportEpoch(sequence())
                .contentEpoch(sequence())
                .setBitmap(bitmap, bitmap.length);
        if (random.nextBoolean()) {
            m.rate(1 + sequence() / 2, id(), nonNegative(), nonNegative());
        }
        if (random.nextBoolean()) {
            m.heartbeatEcho(random.nextInt(), random.nextInt());
        }
        if (random.nextBoolean()) {
            m.senderEcho(random.nextInt());
        }
        for (int i = upTo(TrackMessage.MAX_FAILURES); i > 0; i--) {
            m.addFailure(id(), random.nextBoolean());
        }
    }

    private void nack(NackMessage m) {
        m.stream(random.nextInt(2));
        long next = 1;
        for (int i = upTo(NackMessage.MAX_RANGES); i > 0; i--) {
            long first = next + random.nextInt(1000);
            long count = 1 + (random.nextInt() & 0xFFFF_FFFEL);
            m.addRange(first, count);
            next = first + count + 1;
        }
        scatter(m.rangeCount() == 0 ? 1 : next, m::addRange);
        m.pack();
        byte[] digest = new byte[NackMessage.DIGEST_LENGTH];
        for (int i = m.rangeCount() + m.bitmapWords() == 0 ? 1 : upTo(NackMessage.MAX_BAD); i > 0; i--) {
            random.nextBytes(digest);
            m.addBad(1 + (sequence() >>> 1), digest, 0);
        }
    }

    private void nackSuppress(NackSuppressMessage m) {
        m.stream(random.nextInt(2));
        long next = 1;
        for (int i = upTo(NackMessage.MAX_RANGES - 1); i >= 0; i--) {
            m.addRange(next + random.nextInt(10), 1 + random.nextInt(50));
            next += 100;
        }
        scatter(next, m::addRange);
        m.pack();
    }

    private long withinASession() {
        return sequence() & SequenceNumbers.MAX_JOIN;
    }

    /** Adds single sequences as they are lost at random, until there are enough or no room is left. */
    private void scatter(long from, BiPredicate<Long, Long> list) {
        long sequence = from;
        for (int i = upTo(600); i > 0; i--) {
            sequence += 2 + random.nextInt(20);
            if (!list.test(sequence, 1L)) {
                return;
            }
        }
    }

    private void bindRequest(BindRequestMessage m) {
        m.rejoin(random.nextBoolean())
                .wantsRegionKey(random.nextBoolean())
                .incarnationTail(random.nextLong())
                .bindSequence(positive())
                .role(any(BindRole.values()))
                .level(u8())
                .receiverCount(nonNegative())
                .homeRegion(random.nextInt())
                .neededSequence(sequence())
                .transportEpoch(sequence());
    }

    private void bindConfirm(BindConfirmMessage m) {
        m.incarnationTail(random.nextLong())
                .bindSequence(positive())
                .level(u8())
                .childIndex(u16())
                .trackInterval(nonNegative())
                .heartbeatInterval(nonNegative())
                .sourceId(id())
                .sourceIncarnationHigh(random.nextLong())
                .sourceIncarnationLow(random.nextLong())
                .lowestRepairable(sequence())
                .highestSequence(sequence())
                .highestReleased(sequence())
                .regionCounter(sequence())
                .sourceCounter(sequence())
                .rules(rules())
                .senderRtt(nonNegative());
        content(m.content());
        for (int i = upTo(BindConfirmMessage.MAX_ANCESTORS); i > 0; i--) {
            m.addAncestor(id());
        }
        long epoch = sequence() >>> 1;
        for (int i = upTo(RegionKeyList.MAX_ENTRIES); i > 0; i--) {
            epoch += 1 + random.nextInt(3);
            byte[] wrap = new byte[RegionKeyList.WRAP_BYTES];
            random.nextBytes(wrap);
            System.arraycopy(wrap, 0, m.regionKeys().array(), m.regionKeys().offset(m.regionKeys().add(epoch)),
                    wrap.length);
        }
    }

    private SessionRules rules() {
        LateJoin lateJoin = any(LateJoin.values());
        SessionRules rules = random.nextBoolean() ? SessionRules.reliable(lateJoin)
                : new SessionRules(SessionMode.TIMELY, positive(), lateJoin);
        return rules.withOrder(any(DeliveryOrder.values())).withConfirmOn(any(ConfirmOn.values()))
                .with(any(CongestionControl.values()));
    }

    private void bindReject(BindRejectMessage m) {
        m.incarnationTail(random.nextLong()).bindSequence(positive()).reason(any(BindRejectReason.values()));
        for (int i = upTo(BindRejectMessage.MAX_ALTERNATES); i > 0; i--) {
            m.addAlternate(id());
        }
    }

    private int upTo(int max) {
        return random.nextInt(max + 1);
    }

    private int u8() {
        return random.nextInt(1 << 8);
    }

    private int u16() {
        return random.nextInt(1 << 16);
    }

    private int nonNegative() {
        return random.nextInt() & Integer.MAX_VALUE;
    }

    private int positive() {
        return Math.max(1, nonNegative());
    }

    private int id() {
        return random.nextInt() | 1;
    }

    /** Of any size, small ones as likely as large ones. */
    private long sequence() {
        return (random.nextLong() & Long.MAX_VALUE) >>> random.nextInt(Long.SIZE);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
