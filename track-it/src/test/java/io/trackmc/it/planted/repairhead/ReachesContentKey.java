package io.trackmc.it.planted.repairhead;

import io.trackmc.it.planted.net.OpensContent;
import io.trackmc.it.planted.receiver.KnowsSender;
import org.jspecify.annotations.Nullable;

/** Breaks repairhead-no-payload by one step between, and repairhead-alone. */
final class ReachesContentKey {
    final OpensContent opens = new OpensContent();
    @Nullable
    KnowsSender role;
}
