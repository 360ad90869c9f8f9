package io.trackmc.proto.rate;

/** Says when a packet may go, so that so many bytes go in a second at most. */
public interface RateLimit {

    /** Whether a packet may go now. */
    boolean isOpen(long nowNs);

    /** Takes what a packet that goes now costs. */
    void take(long nowNs, int bytes);

    /** Whether, after {@link #isOpen} said no, what others have taken of a limit that is shared is a reason. */
    default boolean isHeldByOthers() {
        return false;
    }

    /** When {@link #isOpen} becomes true, after it said no. */
    long openAtNs();
}
