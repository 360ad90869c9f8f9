package io.trackmc.proto.wire;

/** Query: a child asks a parent how far away it is (wire format §5.17). A hint. As long as its answer, an {@link AdvertiseMessage}. */
public final class QueryMessage implements Message {

    static final int BODY = 32;

    private static final int INCARNATION_TAIL = OuterHeader.LENGTH;
    private static final int TARGET = OuterHeader.LENGTH + 8;
    private static final int TOKEN = OuterHeader.LENGTH + 12;
    private static final int RESERVED1 = OuterHeader.LENGTH + 16;
    private static final int RESERVED2 = OuterHeader.LENGTH + 24;

    private long incarnationTail;
    private int target;
    private int token;

    @Override
    public MessageType type() {
        return MessageType.QUERY;
    }

    @Override
    public void reset() {
        incarnationTail = 0;
        target = 0;
        token = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        incarnationTail = Bytes.getU64(b, off + INCARNATION_TAIL);
        target = Bytes.getU32(b, off + TARGET);
        token = Bytes.getU32(b, off + TOKEN);
        return target != 0
                && Bytes.getU64(b, off + RESERVED1) == 0
                && Bytes.getU64(b, off + RESERVED2) == 0;
    }

    @Override
    public int write(byte[] b, int off) {
        int length = OuterHeader.LENGTH + BODY;
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU64(b, off + INCARNATION_TAIL, incarnationTail);
        Bytes.putU32(b, off + TARGET, target);
        Bytes.putU32(b, off + TOKEN, token);
        Bytes.putU64(b, off + RESERVED1, 0);
        Bytes.putU64(b, off + RESERVED2, 0);
        return length;
    }

    /** Last 8 bytes of the origin's incarnation. */
    public long incarnationTail() {
        return incarnationTail;
    }

    public QueryMessage incarnationTail(long v) {
        incarnationTail = v;
        return this;
    }

    /** Node id of the parent that is asked. */
    public int target() {
        return target;
    }

    public QueryMessage target(int v) {
        target = v;
        return this;
    }

    /** A number that nobody can tell before. */
    public int token() {
        return token;
    }

    public QueryMessage token(int v) {
        token = v;
        return this;
    }
}
