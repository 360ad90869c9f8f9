package io.trackmc.keys.transport.key;

/** Wraps other keys: made from a {@link KeyEncryptionKey} (wire format §4.4), or from the keys of a parent and a child (§4.5). */
public final class KeyWrappingKey extends Secret {

    /** Holds nothing until {@link TreeKeySchedule#wrappingKey} or {@link KeySchedule#grantKey} fills it. */
    public KeyWrappingKey() {}
}
