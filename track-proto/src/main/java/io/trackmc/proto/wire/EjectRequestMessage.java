package io.trackmc.proto.wire;

/** EjectRequest: a parent tells children to go (wire format §5.14). */
public final class EjectRequestMessage implements Message {

    static final int BODY = 8;

    private static final int REASON = OuterHeader.LENGTH;
    private static final int RESERVED1 = OuterHeader.LENGTH + 1;
    private static final int RESERVED2 = OuterHeader.LENGTH + 2;
    private static final int ALTERNATE = OuterHeader.LENGTH + 4;

    private EjectReason reason = EjectReason.PARENT_LEAVING;
    private int alternate;

    @Override
    public MessageType type() {
        return MessageType.EJECT_REQUEST;
    }

    @Override
    public void reset() {
        reason = EjectReason.PARENT_LEAVING;
        alternate = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        alternate = Bytes.getU32(b, off + ALTERNATE);
        EjectReason parsedReason = EjectReason.of(Bytes.getU8(b, off + REASON));
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
        Bytes.putU32(b, off + ALTERNATE, alternate);
        return length;
    }

    /** Why they must go. */
    public EjectReason reason() {
        return reason;
    }

    public EjectRequestMessage reason(EjectReason v) {
        reason = v;
        return this;
    }

    /** Node id of another parent to try; 0 none. */
    public int alternate() {
        return alternate;
    }

    public EjectRequestMessage alternate(int v) {
        alternate = v;
        return this;
    }
}
