package io.trackmc.proto.tree;

/** Which of its candidates a child has asked for rekeys lately, by their index. */
final class OpenQuestions {

    /** Time within which an answer is on its way; what comes after that was not asked for. */
    static final long OPEN_NS = 2_000_000_000L;

    private final boolean[] asked;
    private final long[] askedNs;

    OpenQuestions(int candidates) {
        this.asked = new boolean[candidates];
        this.askedNs = new long[candidates];
    }

    void asked(long nowNs, int candidate) {
        asked[candidate] = true;
        askedNs[candidate] = nowNs;
    }

    boolean isOpen(long nowNs, int candidate) {
        return asked[candidate] && nowNs - askedNs[candidate] <= OPEN_NS;
    }
}
