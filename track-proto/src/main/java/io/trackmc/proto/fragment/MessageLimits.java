package io.trackmc.proto.fragment;

/** Limits of application messages (wire format §3.3). */
public final class MessageLimits {

    /** Largest message: 16 MiB. */
    public static final int MAX_MESSAGE_BYTES = 16 << 20;

    private MessageLimits() {}
}
