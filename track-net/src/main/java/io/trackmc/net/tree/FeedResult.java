package io.trackmc.net.tree;

/** What came of asking a management address below for its tree. Metrics use the name in lower case. */
public enum FeedResult {
    /** A tree. */
    TAKEN(""),
    /** No connection, no answer in time, or a certificate that is not trusted. */
    UNREACHABLE("it does not answer"),
    /** Another status than 200: the token is wrong, or it has no tree. */
    REFUSED("it refuses: look at the token"),
    /** More than fits. */
    TOO_LARGE("its tree is too large"),
    /** Something else than a tree. */
    NOT_A_TREE("what it says is no tree");

    private final String fault;

    FeedResult(String fault) {
        this.fault = fault;
    }

    /** For people; empty for none. */
    String fault() {
        return fault;
    }
}
