package io.trackmc.proto.testing;

/** Times at which a test may begin, so that its clock overflows while it runs. */
public final class Overflow {

    private Overflow() {}

    /** The time {@code ns} before {@link Long#MAX_VALUE}. */
    public static long in(long ns) {
        return Long.MAX_VALUE - ns;
    }
}
