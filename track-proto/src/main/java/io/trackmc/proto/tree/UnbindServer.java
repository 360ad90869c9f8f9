package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * A parent's side of good-byes: answers UnbindRequest (wire format §5.12), and takes what a child hands over once only (wire format §6.2).
 *
 * <p>Packets come here verified under the pair key of a child of this run, each first to {@link #judge} and then to {@link #onUnbind}. Of an engine's one thread.
 */
final class UnbindServer {

    private final RegionMembership membership;
    private final BindAnswers answers;
    private final UnbindRequestMessage unbind;

    UnbindServer(RegionMembership membership, BindAnswers answers, EngineScratch scratch) {
        this.membership = membership;
        this.answers = answers;
        this.unbind = scratch.received().unbind();
    }

    /**
     * Reads a request. A good-bye to an earlier bind may have been counted there; one that was late, or is replayed, must not count again.
     *
     * @return why it is dropped, or null
     */
    @Nullable
    DropReason judge(Child child, Ingress packet) {
        if (!unbind.parse(packet.bytes(), packet.offset())) {
            return DropReason.MALFORMED;
        }
        return unbind.bindSequence() - child.bindSequence() < 0 ? DropReason.STALE : null;
    }

    /** Does what the request that was judged last asks for, and owes the answer. A child that has gone already is answered again. */
    void onUnbind(long nowNs, Child child, Ingress packet) {
        if (unbind.ask()) {
            answers.owe(child, Child.Reply.UNBIND_ASKED);
            return;
        }
        if (child.isBound()) {
            boolean done = unbind.reason() == UnbindReason.SESSION_DONE;
            FarewellCounts counts = new FarewellCounts(unbind.completeCount(), unbind.lateCount(),
                    unbind.failureCount());
            membership.onGoodBye(nowNs, child, done, counts);
            forgetBefore(child, packet);
        }
        answers.owe(child, Child.Reply.UNBIND_CONFIRM);
    }

    /** A good-bye is the last word: an earlier report that comes late must not count when the same run is bound again. */
    private static void forgetBefore(Child child, Ingress packet) {
        byte[] bytes = packet.bytes();
        child.up().floor(OuterHeader.spi(bytes, packet.offset()), OuterHeader.counter(bytes, packet.offset()));
    }
}
