package io.trackmc.it.planted.net;

import io.trackmc.it.planted.keys.payload.ContentKey;

/** Breaks transport-no-payload, and is the step between a repair head and the key. */
public final class OpensContent {
    public final ContentKey key = new ContentKey();
}
