package io.trackmc.proto.wire;

/** Advertise: a parent makes itself known (wire format §5.16). A hint. */
public final class AdvertiseMessage implements Message {

    static final int BODY = 32;

    /** Flag: it answers a Query. */
    public static final int FLAG_ANSWER = 1;

    private static final int INCARNATION_TAIL = OuterHeader.LENGTH;
    private static final int REGION = OuterHeader.LENGTH + 8;
    private static final int UNICAST_PORT = OuterHeader.LENGTH + 12;
    private static final int LEVEL = OuterHeader.LENGTH + 14;
    private static final int RESERVED = OuterHeader.LENGTH + 15;
    private static final int RECEIVER_SLOTS = OuterHeader.LENGTH + 16;
    private static final int REPAIR_HEAD_SLOTS = OuterHeader.LENGTH + 18;
    private static final int ASKER = OuterHeader.LENGTH + 20;
    private static final int TOKEN = OuterHeader.LENGTH + 24;
    private static final int DALLY = OuterHeader.LENGTH + 28;

    private long incarnationTail;
    private int region;
    private int unicastPort;
    private int level;
    private int receiverSlots;
    private int repairHeadSlots;
    private boolean answer;
    private int asker;
    private int token;
    private int dally;

    @Override
    public MessageType type() {
        return MessageType.ADVERTISE;
    }

    @Override
    public void reset() {
        incarnationTail = 0;
        region = 0;
        unicastPort = 0;
        level = 0;
        receiverSlots = 0;
        repairHeadSlots = 0;
        answer = false;
        asker = 0;
        token = 0;
        dally = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        incarnationTail = Bytes.getU64(b, off + INCARNATION_TAIL);
        region = Bytes.getU32(b, off + REGION);
        unicastPort = Bytes.getU16(b, off + UNICAST_PORT);
        level = Bytes.getU8(b, off + LEVEL);
        receiverSlots = Bytes.getU16(b, off + RECEIVER_SLOTS);
        repairHeadSlots = Bytes.getU16(b, off + REPAIR_HEAD_SLOTS);
        answer = (OuterHeader.flags(b, off) & FLAG_ANSWER) != 0;
        asker = Bytes.getU32(b, off + ASKER);
        token = Bytes.getU32(b, off + TOKEN);
        dally = Bytes.getU32(b, off + DALLY);
        return Bytes.getU8(b, off + RESERVED) == 0
                && (answer ? asker != 0 : asker == 0 && token == 0 && dally == 0);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = OuterHeader.LENGTH + BODY;
        OuterHeader.write(b, off, type(), answer ? FLAG_ANSWER : 0, length);
        Bytes.putU64(b, off + INCARNATION_TAIL, incarnationTail);
        Bytes.putU32(b, off + REGION, region);
        Bytes.putU16(b, off + UNICAST_PORT, unicastPort);
        Bytes.putU8(b, off + LEVEL, level);
        Bytes.putU8(b, off + RESERVED, 0);
        Bytes.putU16(b, off + RECEIVER_SLOTS, receiverSlots);
        Bytes.putU16(b, off + REPAIR_HEAD_SLOTS, repairHeadSlots);
        Bytes.putU32(b, off + ASKER, asker);
        Bytes.putU32(b, off + TOKEN, token);
        Bytes.putU32(b, off + DALLY, dally);
        return length;
    }

    /** Last 8 bytes of the origin's incarnation. */
    public long incarnationTail() {
        return incarnationTail;
    }

    public AdvertiseMessage incarnationTail(long v) {
        incarnationTail = v;
        return this;
    }

    /** Region id of the origin. */
    public int region() {
        return region;
    }

    public AdvertiseMessage region(int v) {
        region = v;
        return this;
    }

    /** Port of the origin's unicast socket. */
    public int unicastPort() {
        return unicastPort;
    }

    public AdvertiseMessage unicastPort(int v) {
        unicastPort = v;
        return this;
    }

    /** Level of the origin; 128 and more: not connected to the sender. */
    public int level() {
        return level;
    }

    public AdvertiseMessage level(int v) {
        level = v;
        return this;
    }

    /** Receivers that it would still accept. */
    public int receiverSlots() {
        return receiverSlots;
    }

    public AdvertiseMessage receiverSlots(int v) {
        receiverSlots = v;
        return this;
    }

    /** Repair heads that it would still accept. */
    public int repairHeadSlots() {
        return repairHeadSlots;
    }

    public AdvertiseMessage repairHeadSlots(int v) {
        repairHeadSlots = v;
        return this;
    }

    /** Whether it answers a Query. */
    public boolean isAnswer() {
        return answer;
    }

    /** Node id of who asked; 0 when it is no answer. */
    public int asker() {
        return asker;
    }

    /** Token of the Query; 0 when it is no answer. */
    public int token() {
        return token;
    }

    /** Microseconds from the arrival of the Query to this, modulo 2^32; 0 when it is no answer. */
    public int dally() {
        return dally;
    }

    /** It answers a Query of {@code newAsker}, which is not 0. */
    public AdvertiseMessage answer(int newAsker, int newToken, int newDally) {
        answer = true;
        asker = newAsker;
        token = newToken;
        dally = newDally;
        return this;
    }
}
