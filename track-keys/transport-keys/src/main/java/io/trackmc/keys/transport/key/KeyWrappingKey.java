package io.trackmc.keys.transport.key;

/** What a {@link KeyEncryptionKey} wraps other keys with (wire format §4.4). */
public final class KeyWrappingKey extends Secret {

    /** Holds nothing until {@link TreeKeySchedule#wrappingKey} fills it. */
    public KeyWrappingKey() {}
}
