package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/**
 * Types of messages, and what each may look like before its body is read (wire format §5): sizes, flags, key class with direction,
 * and INNER.
 */
public enum MessageType {
    /** Original data. */
    ODATA(1, Size.exactly(ODataHeader.BODY), 0, Keyed.DATA, Inner.DATA),
    /** Repaired data. */
    RDATA(2, Size.exactly(0), 0, Keyed.DATA | Keyed.REGION | Keyed.INTERIOR_DOWN, Inner.DATA | Inner.CONTROL),
    /** The sender's sign of life and newest control record. */
    NULL_DATA(3, Size.exactly(NullDataHeader.BODY), 0, Keyed.DATA, Inner.NONE | Inner.CONTROL),
    /** A parent's sign of life and state. */
    HEARTBEAT(
            4,
            Size.between(HeartbeatMessage.FIXED_BODY, HeartbeatMessage.MAX_BODY),
            HeartbeatMessage.FLAGS,
            Keyed.REGION | Keyed.DOWN,
            Inner.NONE),
    /** A child's status, aggregated over its subtree. */
    TRACK(5, Size.between(TrackMessage.FIXED_BODY, TrackMessage.MAX_BODY), TrackMessage.FLAGS, Keyed.UP, Inner.NONE),
    /** A child's request for repairs. */
    NACK(6, Size.between(NackMessage.FIXED_BODY, NackMessage.MAX_BODY), 0, Keyed.UP, Inner.NONE),
    /** A parent's notice that it lacks data too and is fetching it. */
    NACK_SUPPRESS(
            7,
            Size.between(NackSuppressMessage.FIXED_BODY, NackSuppressMessage.MAX_BODY),
            0,
            Keyed.REGION,
            Inner.NONE),
    /** A child asks to be admitted. */
    BIND_REQUEST(8, Size.exactly(BindRequestMessage.BODY), BindRequestMessage.FLAGS, Keyed.UP, Inner.NONE),
    /** A parent admits a child. */
    BIND_CONFIRM(
            9,
            Size.between(BindConfirmMessage.FIXED_BODY, BindConfirmMessage.MAX_BODY),
            BindConfirmMessage.FLAGS,
            Keyed.DOWN,
            Inner.NONE),
    /** A parent refuses a child. */
    BIND_REJECT(
            10, Size.between(BindRejectMessage.FIXED_BODY, BindRejectMessage.MAX_BODY), 0, Keyed.DOWN, Inner.NONE),
    /** A parent asks a child to wait. */
    BIND_PENDING(11, Size.exactly(BindPendingMessage.BODY), 0, Keyed.DOWN, Inner.NONE),
    /** A child leaves. */
    UNBIND_REQUEST(12, Size.exactly(UnbindRequestMessage.BODY), UnbindRequestMessage.FLAGS, Keyed.UP, Inner.NONE),
    /** A parent has let a child go. */
    UNBIND_CONFIRM(13, Size.exactly(0), UnbindRequestMessage.FLAGS, Keyed.DOWN, Inner.NONE),
    /** A parent tells children to go. */
    EJECT_REQUEST(14, Size.exactly(EjectRequestMessage.BODY), 0, Keyed.REGION | Keyed.DOWN, Inner.NONE),
    /** A child goes as told. */
    EJECT_CONFIRM(15, Size.exactly(0), 0, Keyed.UP, Inner.NONE),
    /** A parent makes itself known. */
    ADVERTISE(16, Size.exactly(AdvertiseMessage.BODY), AdvertiseMessage.FLAG_ANSWER, Keyed.DATA, Inner.NONE),
    /** A child asks a parent how far away it is. */
    QUERY(17, Size.exactly(QueryMessage.BODY), 0, Keyed.DATA, Inner.NONE),
    /** A part of a rekey, as its authority made it. */
    REKEY(18, Size.exactly(0), 0, Keyed.DATA | Keyed.REGION | Keyed.DOWN | Keyed.STALE_DOWN, Inner.REKEY),
    /** A child asks for parts of rekeys. */
    REKEY_REQUEST(
            19,
            Size.between(RekeyRequestMessage.FIXED_BODY, RekeyRequestMessage.MAX_BODY),
            0,
            Keyed.UP | Keyed.STALE_UP,
            Inner.NONE);

    private static final @Nullable MessageType[] BY_CODE = byCode();

    private final int code;
    private final int minOuterLength;
    private final int maxOuterLength;
    private final int flags;
    private final int keyed;
    private final int inner;

    MessageType(int code, Size body, int flags, int keyed, int inner) {
        this.code = code;
        this.minOuterLength = OuterHeader.LENGTH + body.min;
        this.maxOuterLength = OuterHeader.LENGTH + body.max;
        this.flags = flags;
        this.keyed = keyed;
        this.inner = inner;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The type with this number, or null when it is reserved. */
    public static @Nullable MessageType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Whether OUTER is of this type, with flags and a length that the type allows. */
    boolean isTypeOf(byte[] b, int off) {
        return OuterHeader.typeCode(b, off) == code && allowsOuter(b, off);
    }

    /** Whether the type allows the flags and the length of this OUTER. */
    boolean allowsOuter(byte[] b, int off) {
        int length = OuterHeader.outerLength(b, off);
        return length >= minOuterLength && length <= maxOuterLength && (OuterHeader.flags(b, off) & ~flags) == 0;
    }

    /** Whether packets of this type are authenticated under this class and direction. */
    boolean allowsKey(int classCode, int directionCode) {
        return classCode <= Keyed.MAX_CLASS
                && directionCode <= Keyed.MAX_DIRECTION
                && (keyed & Keyed.bit(classCode, directionCode)) != 0;
    }

    /** Whether packets of this type may come without INNER. */
    boolean allowsNoInner() {
        return (inner & Inner.NONE) != 0;
    }

    /** Whether packets of this type may carry an INNER at all. */
    boolean allowsInner() {
        return (inner & ~Inner.NONE) != 0;
    }

    /** Whether packets of this type may carry an INNER of this stream. */
    boolean allowsStream(int stream) {
        return (inner & Inner.bit(stream)) != 0;
    }

    private static @Nullable MessageType[] byCode() {
        @Nullable MessageType[] types = new @Nullable MessageType[REKEY_REQUEST.code + 1];
        for (MessageType type : values()) {
            types[type.code] = type;
        }
        return types;
    }

    /** Bytes of a body. */
    private record Size(int min, int max) {

        static Size exactly(int bytes) {
            return new Size(bytes, bytes);
        }

        static Size between(int min, int max) {
            return new Size(min, max);
        }
    }

    /** Sets of (key class, direction): one bit each. */
    private static final class Keyed {

        static final int MAX_CLASS = 6;
        static final int MAX_DIRECTION = 2;

        /** Class 1, multicast. */
        static final int DATA = bit(1, 0);
        /** Classes 2 and 3, multicast. */
        static final int REGION = bit(2, 0) | bit(3, 0);
        /** Classes 4 and 5, child to parent. */
        static final int UP = bit(4, 1) | bit(5, 1);
        /** Classes 4 and 5, parent to child. */
        static final int DOWN = bit(4, 2) | bit(5, 2);
        /** Class 5, parent to child. */
        static final int INTERIOR_DOWN = bit(5, 2);
        /** Class 6, child to parent. */
        static final int STALE_UP = bit(6, 1);
        /** Class 6, parent to child. */
        static final int STALE_DOWN = bit(6, 2);

        static int bit(int classCode, int directionCode) {
            return 1 << (classCode * (MAX_DIRECTION + 1) + directionCode);
        }
    }

    /** Sets of what may stand between OUTER and ICV. */
    private static final class Inner {
        static final int NONE = 1;
        static final int DATA = 2;
        static final int CONTROL = 4;
        static final int REKEY = 8;

        static int bit(int stream) {
            return switch (stream) {
                case InnerHeader.STREAM_DATA -> DATA;
                case InnerHeader.STREAM_CONTROL -> CONTROL;
                default -> REKEY;
            };
        }
    }
}
