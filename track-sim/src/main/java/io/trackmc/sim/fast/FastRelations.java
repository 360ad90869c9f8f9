package io.trackmc.sim.fast;

import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The sealers, or the verifiers, of a node, by hop: of each hop the one for the newest run of the peer. A list, because a million receivers
 * have four of each; who has many children looks through it when one binds.
 *
 * @param <T> sealer or verifier
 */
final class FastRelations<T extends FastRelation> {

    private static final FastRelation[] NONE = {};

    private FastRelation[] known = NONE;

    /** The one for this run of the peer, whose counters go on; that of an older run than one seen is not kept. */
    T kept(KeyClass keyClass, Direction direction, int peer, boolean towardsAnyRun, Incarnation run, Supplier<T> make) {
        int at = find(keyClass, direction, peer, towardsAnyRun);
        if (at >= 0 && known[at].peerRun().equals(run)) {
            return at(at);
        }
        T made = make.get();
        made.with(peer, run, towardsAnyRun);
        if (at < 0) {
            known = Arrays.copyOf(known, known.length + 1);
            known[known.length - 1] = made;
        } else if (run.isLaterThan(known[at].peerRun())) {
            known[at] = made;
        }
        return made;
    }

    /** Whether a later run of the peer is known on a hop than this. */
    boolean isOvertaken(KeyClass keyClass, Direction direction, int peer, Incarnation run) {
        int at = find(keyClass, direction, peer, false);
        return at >= 0 && known[at].peerRun().isLaterThan(run);
    }

    private int find(KeyClass keyClass, Direction direction, int peer, boolean towardsAnyRun) {
        for (int i = 0; i < known.length; i++) {
            if (known[i].isOf(keyClass, direction, peer, towardsAnyRun)) {
                return i;
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked") // only such are put in
    private T at(int index) {
        return (T) known[index];
    }
}
