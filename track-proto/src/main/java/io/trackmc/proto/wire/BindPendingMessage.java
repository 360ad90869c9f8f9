package io.trackmc.proto.wire;

/** BindPending: a parent asks a child to wait (wire format §5.11). */
public final class BindPendingMessage implements Message {

    static final int BODY = 16;

    private static final int INCARNATION_TAIL = OuterHeader.LENGTH;
    private static final int BIND_SEQUENCE = OuterHeader.LENGTH + 8;
    private static final int RETRY_AFTER = OuterHeader.LENGTH + 12;

    private long incarnationTail;
    private int bindSequence;
    private int retryAfter;

    @Override
    public MessageType type() {
        return MessageType.BIND_PENDING;
    }

    @Override
    public void reset() {
        incarnationTail = 0;
        bindSequence = 0;
        retryAfter = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        incarnationTail = Bytes.getU64(b, off + INCARNATION_TAIL);
        bindSequence = Bytes.getU32(b, off + BIND_SEQUENCE);
        retryAfter = Bytes.getU32(b, off + RETRY_AFTER);
        return bindSequence > 0
                && retryAfter >= 0;
    }

    @Override
    public int write(byte[] b, int off) {
        int length = OuterHeader.LENGTH + BODY;
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU64(b, off + INCARNATION_TAIL, incarnationTail);
        Bytes.putU32(b, off + BIND_SEQUENCE, bindSequence);
        Bytes.putU32(b, off + RETRY_AFTER, retryAfter);
        return length;
    }

    /** Last 8 bytes of the parent's incarnation. */
    public long incarnationTail() {
        return incarnationTail;
    }

    public BindPendingMessage incarnationTail(long v) {
        incarnationTail = v;
        return this;
    }

    /** Number of the attempt, of the request. */
    public int bindSequence() {
        return bindSequence;
    }

    public BindPendingMessage bindSequence(int v) {
        bindSequence = v;
        return this;
    }

    /** Microseconds after which the child asks again. */
    public int retryAfter() {
        return retryAfter;
    }

    public BindPendingMessage retryAfter(int v) {
        retryAfter = v;
        return this;
    }
}
