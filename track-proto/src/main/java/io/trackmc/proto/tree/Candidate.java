package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import org.jspecify.annotations.Nullable;

/** What a child knows of one of its candidates. All that was heard is hints. */
final class Candidate {

    final int id;
    final int region;
    final @Nullable Endpoint configured;

    /** Address that it advertised last. */
    @Nullable
    Endpoint advertised;

    /** The newest one that could not be verified. */
    @Nullable
    Endpoint overheard;

    boolean prefersAdvertised;
    boolean expelled;

    /** Whether it has advertised, when it did so last, and what it said. */
    boolean heard;

    long heardNs;
    int level;
    boolean takesReceivers;
    boolean takesRepairHeads;

    /** Whether it is news of its last Advertise that it is connected, and it has room for this node. */
    boolean opened;

    /** Whether it has advertised under an epoch that is not here, since it did so under one that is, and when it did so last. */
    boolean strange;

    long strangeNs;

    Candidate(ParentCandidate told) {
        this.id = told.id();
        this.region = told.region();
        this.configured = told.endpoint();
    }
}
