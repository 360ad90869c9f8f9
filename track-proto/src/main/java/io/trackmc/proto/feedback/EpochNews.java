package io.trackmc.proto.feedback;

/**
 * Which of a child's reports tell of an epoch for the first time. What the first one tells is none: nobody waits for it. Nor is an epoch that was told, and then
 * not for a while because somebody came who did not have it yet.
 */
public final class EpochNews {

    private static final long NOTHING = -1;

    private long transport = NOTHING;
    private long content = NOTHING;

    /** Takes down the epochs of a report that is sent now; returns whether they are news. */
    public boolean tells(long transportEpoch, long contentEpoch) {
        boolean news = transport != NOTHING && (transportEpoch > transport || contentEpoch > content);
        transport = Math.max(transport, transportEpoch);
        content = Math.max(content, contentEpoch);
        return news;
    }
}
