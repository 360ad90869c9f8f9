package io.trackmc.proto.wire;

/** UnbindRequest: a child leaves (wire format §5.12). */
public final class UnbindRequestMessage implements Message {

    static final int BODY = 4;

    private static final int REASON = OuterHeader.LENGTH;
    private static final int RESERVED1 = OuterHeader.LENGTH + 1;
    private static final int RESERVED2 = OuterHeader.LENGTH + 2;

    private UnbindReason reason = UnbindReason.SESSION_DONE;

    @Override
    public MessageType type() {
        return MessageType.UNBIND_REQUEST;
    }

    @Override
    public void reset() {
        reason = UnbindReason.SESSION_DONE;
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
        reason = parsedReason;
        return Bytes.getU8(b, off + RESERVED1) == 0
                && Bytes.getU16(b, off + RESERVED2) == 0;
    }

    @Override
    public int write(byte[] b, int off) {
        int length = OuterHeader.LENGTH + BODY;
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU8(b, off + REASON, reason.code());
        Bytes.putU8(b, off + RESERVED1, 0);
        Bytes.putU16(b, off + RESERVED2, 0);
        return length;
    }

    /** Why it leaves. */
    public UnbindReason reason() {
        return reason;
    }

    public UnbindRequestMessage reason(UnbindReason v) {
        reason = v;
        return this;
    }
}
