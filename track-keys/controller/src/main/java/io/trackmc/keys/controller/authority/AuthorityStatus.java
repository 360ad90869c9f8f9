package io.trackmc.keys.controller.authority;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an authority stands.
 *
 * @param members that have keys
 * @param rekeys number of the last rekey; 0 none
 * @param epoch newest epoch
 * @param active epoch under which the group sends, as far as it has told; 0 when it has told nothing
 * @param converged newest epoch that everybody in the tree had, as far as it has told; 0 when it has told nothing, or the policy wants nothing of it
 * @param requests questions that came since it started
 * @param refused of these, refused
 * @param feeds roots of trees that are listening for rekeys
 * @param refusals by reason, since it started, also of connections and of files
 * @param logEntries entries of its log
 * @param nextRekey when the next rekey is due as things stand; null when none is
 * @param fault why it does nothing any more until it is opened again; null when it is well
 */
public record AuthorityStatus(int members, long rekeys, long epoch, long active, long converged, long requests,
        long refused, int feeds, Map<String, Long> refusals, long logEntries, @Nullable Instant nextRekey,
        @Nullable String fault) {

    /** Keeps the map. */
    public AuthorityStatus {
        refusals = Map.copyOf(refusals);
    }
}
