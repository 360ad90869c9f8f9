package io.trackmc.proto.wire;

/** UnbindRequest: a child leaves (wire format §5.12). */
public final class UnbindRequestMessage implements Message {

    /** Of an UnbindRequest and of the UnbindConfirm that answers it: nothing has changed hands yet. */
    public static final int FLAG_ASK = 1;

    static final int BODY = 20;
    static final int FLAGS = FLAG_ASK;

    private static final int REASON = OuterHeader.LENGTH;
    private static final int RESERVED1 = OuterHeader.LENGTH + 1;
    private static final int RESERVED2 = OuterHeader.LENGTH + 2;

    private static final int COMPLETE_COUNT = OuterHeader.LENGTH + 4;
    private static final int FAILURE_COUNT = OuterHeader.LENGTH + 8;
    private static final int LATE_COUNT = OuterHeader.LENGTH + 12;
    private static final int BIND_SEQUENCE = OuterHeader.LENGTH + 16;

    private boolean ask;
    private UnbindReason reason = UnbindReason.SESSION_DONE;
    private int completeCount;
    private int failureCount;
    private int lateCount;
    private int bindSequence;

    @Override
    public MessageType type() {
        return MessageType.UNBIND_REQUEST;
    }

    @Override
    public void reset() {
        ask = false;
        reason = UnbindReason.SESSION_DONE;
        completeCount = 0;
        failureCount = 0;
        lateCount = 0;
        bindSequence = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        UnbindReason parsedReason = UnbindReason.of(Bytes.getU8(b, off + REASON));
        if (parsedReason == null) {
            return false;
        }
        ask = (OuterHeader.flags(b, off) & FLAG_ASK) != 0;
        reason = parsedReason;
        completeCount = Bytes.getU32(b, off + COMPLETE_COUNT);
        failureCount = Bytes.getU32(b, off + FAILURE_COUNT);
        lateCount = Bytes.getU32(b, off + LATE_COUNT);
        bindSequence = Bytes.getU32(b, off + BIND_SEQUENCE);
        return completeCount >= 0
                && failureCount >= 0
                && lateCount >= 0
                && bindSequence > 0
                && Bytes.getU8(b, off + RESERVED1) == 0
                && Bytes.getU16(b, off + RESERVED2) == 0;
    }

    @Override
    public int write(byte[] b, int off) {
        int length = OuterHeader.LENGTH + BODY;
        OuterHeader.write(b, off, type(), ask ? FLAG_ASK : 0, length);
        Bytes.putU8(b, off + REASON, reason.code());
        Bytes.putU8(b, off + RESERVED1, 0);
        Bytes.putU16(b, off + RESERVED2, 0);
        Bytes.putU32(b, off + COMPLETE_COUNT, completeCount);
        Bytes.putU32(b, off + FAILURE_COUNT, failureCount);
        Bytes.putU32(b, off + LATE_COUNT, lateCount);
        Bytes.putU32(b, off + BIND_SEQUENCE, bindSequence);
        return length;
    }

    /** Whether the child only asks if the parent is there to take its counts. */
    public boolean ask() {
        return ask;
    }

    public UnbindRequestMessage ask(boolean v) {
        ask = v;
        return this;
    }

    /** Why it leaves. */
    public UnbindReason reason() {
        return reason;
    }

    public UnbindRequestMessage reason(UnbindReason v) {
        reason = v;
        return this;
    }

    /** Receivers of the child's subtree that confirmed the closed session from its first sequence on, as in Track; 1 or 0 of a receiver. */
    public int completeCount() {
        return completeCount;
    }

    public UnbindRequestMessage completeCount(int v) {
        completeCount = v;
        return this;
    }

    /** Receivers given up in the child's subtree, as in Track. */
    public int failureCount() {
        return failureCount;
    }

    public UnbindRequestMessage failureCount(int v) {
        failureCount = v;
        return this;
    }

    /** Number of the attempt by which the child was bound: a good-bye to an earlier bind of the same run counts no more. */
    public int bindSequence() {
        return bindSequence;
    }

    public UnbindRequestMessage bindSequence(int v) {
        bindSequence = v;
        return this;
    }

    /** Receivers of the child's subtree that came late and confirmed the rest, as in Track; 1 or 0 of a receiver. */
    public int lateCount() {
        return lateCount;
    }

    public UnbindRequestMessage lateCount(int v) {
        lateCount = v;
        return this;
    }
}
