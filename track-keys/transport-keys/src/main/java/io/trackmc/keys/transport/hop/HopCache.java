package io.trackmc.keys.transport.hop;

import io.trackmc.proto.protect.Incarnation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The sealers, or verifiers, of a node by hop, each for the newest run of the peer.
 *
 * <p>Asking again for the same run gives the same object: its counters go on and its replay window remembers, so that nothing
 * from an earlier bind of the same two runs can be replayed in a later one. For the same reason nothing is ever thrown out to make room: who
 * makes an entry for another peer looks first whether there is room ({@link HopStock#isFull}).
 *
 * @param <T> sealer or verifier
 */
final class HopCache<T> {

    private final Map<HopId, Kept<T>> kept = new HashMap<>();

    /** The one for this run of the peer; made when there is none, and not kept when the run is older than one seen. */
    T get(HopId id, Incarnation peer, Supplier<T> make) {
        Kept<T> found = kept.get(id);
        if (found != null && found.peer.equals(peer)) {
            return found.value;
        }
        T made = make.get();
        if (found == null || peer.isLaterThan(found.peer)) {
            kept.put(id, new Kept<>(peer, made));
        }
        return made;
    }

    /** Whether a later run of the peer than this one is known. */
    boolean knowsLater(HopId id, Incarnation peer) {
        Kept<T> found = kept.get(id);
        return found != null && found.peer.isLaterThan(peer);
    }

    /** Whether there is one, for whichever run of the peer. */
    boolean holds(HopId id) {
        return kept.containsKey(id);
    }

    /** How many peers and hops there are. */
    int size() {
        return kept.size();
    }

    /** Does something with each. */
    void forEach(Consumer<T> action) {
        kept.values().forEach(k -> action.accept(k.value));
    }

    /** Empties the cache. */
    void clear(Consumer<T> destroy) {
        kept.values().forEach(k -> destroy.accept(k.value));
        kept.clear();
    }

    private record Kept<T>(Incarnation peer, T value) {}
}
