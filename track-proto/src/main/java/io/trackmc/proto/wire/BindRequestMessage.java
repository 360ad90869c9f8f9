package io.trackmc.proto.wire;

/** BindRequest: a child asks to be admitted (wire format §5.8). */
public final class BindRequestMessage implements Message {

    static final int BODY = 40;
    static final int FLAGS = 3;

    private static final int FLAG_REJOIN = 1;
    private static final int FLAG_REGION_KEY = 2;

    private static final int INCARNATION_TAIL = OuterHeader.LENGTH;
    private static final int BIND_SEQUENCE = OuterHeader.LENGTH + 8;
    private static final int ROLE = OuterHeader.LENGTH + 12;
    private static final int LEVEL = OuterHeader.LENGTH + 13;
    private static final int RESERVED = OuterHeader.LENGTH + 14;
    private static final int RECEIVER_COUNT = OuterHeader.LENGTH + 16;
    private static final int HOME_REGION = OuterHeader.LENGTH + 20;
    private static final int NEEDED_SEQUENCE = OuterHeader.LENGTH + 24;
    private static final int TRANSPORT_EPOCH = OuterHeader.LENGTH + 32;

    private boolean rejoin;
    private boolean wantsRegionKey;
    private long incarnationTail;
    private int bindSequence;
    private BindRole role = BindRole.REPAIR_HEAD;
    private int level;
    private int receiverCount;
    private int homeRegion;
    private long neededSequence;
    private long transportEpoch;

    @Override
    public MessageType type() {
        return MessageType.BIND_REQUEST;
    }

    @Override
    public void reset() {
        rejoin = false;
        wantsRegionKey = false;
        incarnationTail = 0;
        bindSequence = 0;
        role = BindRole.REPAIR_HEAD;
        level = 0;
        receiverCount = 0;
        homeRegion = 0;
        neededSequence = 0;
        transportEpoch = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        rejoin = (OuterHeader.flags(b, off) & FLAG_REJOIN) != 0;
        wantsRegionKey = (OuterHeader.flags(b, off) & FLAG_REGION_KEY) != 0;
        incarnationTail = Bytes.getU64(b, off + INCARNATION_TAIL);
        bindSequence = Bytes.getU32(b, off + BIND_SEQUENCE);
        level = Bytes.getU8(b, off + LEVEL);
        receiverCount = Bytes.getU32(b, off + RECEIVER_COUNT);
        homeRegion = Bytes.getU32(b, off + HOME_REGION);
        neededSequence = Bytes.getU64(b, off + NEEDED_SEQUENCE);
        transportEpoch = Bytes.getU64(b, off + TRANSPORT_EPOCH);
        BindRole parsedRole = BindRole.of(Bytes.getU8(b, off + ROLE));
        if (parsedRole == null) {
            return false;
        }
        role = parsedRole;
        return bindSequence > 0
                && receiverCount >= 0
                && neededSequence >= 0
                && transportEpoch >= 0
                && Bytes.getU16(b, off + RESERVED) == 0;
    }

    @Override
    public int write(byte[] b, int off) {
        int length = OuterHeader.LENGTH + BODY;
        OuterHeader.write(b, off, type(), (rejoin ? FLAG_REJOIN : 0) | (wantsRegionKey ? FLAG_REGION_KEY : 0), length);
        Bytes.putU64(b, off + INCARNATION_TAIL, incarnationTail);
        Bytes.putU32(b, off + BIND_SEQUENCE, bindSequence);
        Bytes.putU8(b, off + ROLE, role.code());
        Bytes.putU8(b, off + LEVEL, level);
        Bytes.putU16(b, off + RESERVED, 0);
        Bytes.putU32(b, off + RECEIVER_COUNT, receiverCount);
        Bytes.putU32(b, off + HOME_REGION, homeRegion);
        Bytes.putU64(b, off + NEEDED_SEQUENCE, neededSequence);
        Bytes.putU64(b, off + TRANSPORT_EPOCH, transportEpoch);
        return length;
    }

    /** Whether the child was bound to another parent in this session. */
    public boolean rejoin() {
        return rejoin;
    }

    public BindRequestMessage rejoin(boolean v) {
        rejoin = v;
        return this;
    }

    /** Whether the child, which is of another tenant, lacks the key of the parent's region in an epoch that it has. */
    public boolean wantsRegionKey() {
        return wantsRegionKey;
    }

    public BindRequestMessage wantsRegionKey(boolean v) {
        wantsRegionKey = v;
        return this;
    }

    /** Last 8 bytes of the child's incarnation. */
    public long incarnationTail() {
        return incarnationTail;
    }

    public BindRequestMessage incarnationTail(long v) {
        incarnationTail = v;
        return this;
    }

    /** Number of the attempt, from 1, the same in retransmissions. */
    public int bindSequence() {
        return bindSequence;
    }

    public BindRequestMessage bindSequence(int v) {
        bindSequence = v;
        return this;
    }

    /** What the child is. */
    public BindRole role() {
        return role;
    }

    public BindRequestMessage role(BindRole v) {
        role = v;
        return this;
    }

    /** Level of the child; 128 when it has no parent. */
    public int level() {
        return level;
    }

    public BindRequestMessage level(int v) {
        level = v;
        return this;
    }

    /** Receivers in its subtree. */
    public int receiverCount() {
        return receiverCount;
    }

    public BindRequestMessage receiverCount(int v) {
        receiverCount = v;
        return this;
    }

    /** Region id of its primary parent. */
    public int homeRegion() {
        return homeRegion;
    }

    public BindRequestMessage homeRegion(int v) {
        homeRegion = v;
        return this;
    }

    /** Oldest sequence that the child needs; 0: whatever there is. */
    public long neededSequence() {
        return neededSequence;
    }

    public BindRequestMessage neededSequence(long v) {
        neededSequence = v;
        return this;
    }

    /** Newest transport epoch that it has installed. */
    public long transportEpoch() {
        return transportEpoch;
    }

    public BindRequestMessage transportEpoch(long v) {
        transportEpoch = v;
        return this;
    }
}
