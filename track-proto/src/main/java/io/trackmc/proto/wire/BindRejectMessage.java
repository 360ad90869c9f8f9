package io.trackmc.proto.wire;

/** BindReject: a parent refuses a child (wire format §5.10). */
public final class BindRejectMessage implements Message {

    public static final int MAX_ALTERNATES = 16;

    static final int FIXED_BODY = 16;
    static final int MAX_BODY = FIXED_BODY + MAX_ALTERNATES * IdList.ENTRY_BYTES;

    private static final int INCARNATION_TAIL = OuterHeader.LENGTH;
    private static final int BIND_SEQUENCE = OuterHeader.LENGTH + 8;
    private static final int REASON = OuterHeader.LENGTH + 12;
    private static final int ALTERNATE_COUNT = OuterHeader.LENGTH + 13;
    private static final int RESERVED = OuterHeader.LENGTH + 14;
    private static final int ALTERNATES = OuterHeader.LENGTH + FIXED_BODY;

    private final IdList alternates = new IdList(MAX_ALTERNATES);
    private long incarnationTail;
    private int bindSequence;
    private BindRejectReason reason = BindRejectReason.LOOP;

    @Override
    public MessageType type() {
        return MessageType.BIND_REJECT;
    }

    @Override
    public void reset() {
        alternates.clear();
        incarnationTail = 0;
        bindSequence = 0;
        reason = BindRejectReason.LOOP;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        incarnationTail = Bytes.getU64(b, off + INCARNATION_TAIL);
        bindSequence = Bytes.getU32(b, off + BIND_SEQUENCE);
        BindRejectReason parsedReason = BindRejectReason.of(Bytes.getU8(b, off + REASON));
        if (parsedReason == null) {
            return false;
        }
        reason = parsedReason;
        return bindSequence > 0 && Bytes.getU16(b, off + RESERVED) == 0 && parseAlternates(b, off);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = ALTERNATES + alternates.bytes();
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU64(b, off + INCARNATION_TAIL, incarnationTail);
        Bytes.putU32(b, off + BIND_SEQUENCE, bindSequence);
        Bytes.putU8(b, off + REASON, reason.code());
        Bytes.putU8(b, off + ALTERNATE_COUNT, alternates.count());
        Bytes.putU16(b, off + RESERVED, 0);
        alternates.write(b, off + ALTERNATES);
        return length;
    }

    private boolean parseAlternates(byte[] b, int off) {
        int count = Bytes.getU8(b, off + ALTERNATE_COUNT);
        return alternates.hasRoomFor(count)
                && OuterHeader.outerLength(b, off) == ALTERNATES + count * IdList.ENTRY_BYTES
                && alternates.parse(b, off + ALTERNATES, count);
    }

    /** Last 8 bytes of the parent's incarnation. */
    public long incarnationTail() {
        return incarnationTail;
    }

    public BindRejectMessage incarnationTail(long v) {
        incarnationTail = v;
        return this;
    }

    /** Number of the attempt, of the request. */
    public int bindSequence() {
        return bindSequence;
    }

    public BindRejectMessage bindSequence(int v) {
        bindSequence = v;
        return this;
    }

    /** Why the parent refuses. */
    public BindRejectReason reason() {
        return reason;
    }

    public BindRejectMessage reason(BindRejectReason v) {
        reason = v;
        return this;
    }

    public BindRejectMessage clearAlternates() {
        alternates.clear();
        return this;
    }

    /** Adds a node id; false when there are {@link #MAX_ALTERNATES} already. */
    public boolean addAlternate(int id) {
        return alternates.add(id);
    }

    public int alternateCount() {
        return alternates.count();
    }

    public int alternate(int i) {
        return alternates.get(i);
    }
}
