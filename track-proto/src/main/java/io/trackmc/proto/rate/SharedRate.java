package io.trackmc.proto.rate;

/**
 * What several engines may send together, all datagrams counted. Repairs go while it {@link #isOpen}, that is in what other packets leave; those go while it is not
 * {@link #isExhausted}, that is also somewhat ahead of the rate, so that who asks for many repairs makes no child think that its parent is gone. Nothing at all goes beyond that.
 * Each engine asks on its own thread.
 */
public interface SharedRate extends RateLimit {

    /** Of engines that share nothing. */
    SharedRate UNLIMITED = new SharedRate() {
        @Override
        public boolean isOpen(long nowNs) {
            return true;
        }

        @Override
        public void take(long nowNs, int bytes) {}

        @Override
        public long openAtNs() {
            throw new IllegalStateException("it is always open");
        }

        @Override
        public boolean isExhausted(long nowNs) {
            return false;
        }

        @Override
        public long restedAtNs() {
            throw new IllegalStateException("it is never exhausted");
        }

        @Override
        public boolean isLimited() {
            return false;
        }
    };

    /** Whether nothing may go now, whatever it is. */
    boolean isExhausted(long nowNs);

    /** When {@link #isExhausted} ends, after it said yes. */
    long restedAtNs();

    /** Whether it can ever be closed. */
    default boolean isLimited() {
        return true;
    }
}
