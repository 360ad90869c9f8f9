package io.trackmc.keys.transport.key;

/**
 * BK(p, c): the long-lived secret of one parent and one child (wire format §4.1). The parent derives it from its
 * {@link BindMaster}; the child was given it in advance, so that fail-over asks no controller.
 */
public final class BindKey extends Secret {

    /** Holds nothing until {@link KeySchedule#bindKey} fills it. */
    public BindKey() {}

    private BindKey(byte[] raw, SecretAccess access) {
        super(raw, access);
    }

    /** One that was stored; copies the 32 bytes. */
    public static BindKey of(byte[] raw, SecretAccess access) {
        return new BindKey(raw, access);
    }
}
