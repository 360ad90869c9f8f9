package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.ArrayDeque;
import java.util.Objects;

/**
 * A parent's answers to children that have missed rekeys, and so share no epoch with it (wire format, class STALE_PAIR).
 *
 * <p>A request may be a replay, and come from anywhere. So one is answered in 100 ms for each child, with few parts, as many in all as a
 * second allows; the child asks again for the rest.
 */
final class StaleAnswers {

    /** Time between two answers to one child. */
    static final long CHILD_NS = 100_000_000L;

    /** Most parts in one answer. */
    static final int PARTS = 16;

    /** Most parts that wait to be sent. */
    static final int MAX_WAITING = 512;

    private static final int REQUESTS_PER_SECOND = 500;
    /** Children whose ids have the same low bits share a place, and so the time between answers. */
    private static final int PLACES = 1_024;

    private final StalePairs keys;
    private final KeyUpdates updates;
    private final RekeyServer server;
    private final Counters counters;
    private final TokenBucket budget = new TokenBucket(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND);
    private final boolean[] answered = new boolean[PLACES];
    private final long[] answeredNs = new long[PLACES];
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final RekeyRequestMessage request = new RekeyRequestMessage();
    private int left;

    StaleAnswers(StalePairs keys, KeyUpdates updates, RekeyServer server, Counters counters) {
        this.keys = keys;
        this.updates = updates;
        this.server = server;
        this.counters = counters;
    }

    /** Takes in a request, and adds to the parent's wants what that lacks too; returns whether it was authentic and is answered. */
    boolean onRequest(long nowNs, Path path, Ingress packet) {
        int place = packet.origin() & PLACES - 1;
        if ((answered[place] && nowNs - answeredNs[place] < CHILD_NS) || !budget.isOpen(nowNs)) {
            packet.drop(DropReason.TOO_OFTEN);
            return false;
        }
        if (!request.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return false;
        }
        if (!packet.passes(keys.verifyRequest(packet.origin(), packet.bytes(), packet.offset(),
                packet.outerLength()))) {
            return false;
        }
        answered[place] = true;
        answeredNs[place] = nowNs;
        budget.take(nowNs, 1);
        answer(path.source(), packet.origin());
        return true;
    }

    /** Writes a part that is owed. */
    boolean poll(Transmit out) {
        Answer answer = waiting.poll();
        if (answer == null) {
            return false;
        }
        KeptPart part = answer.part;
        int outer = RekeyDatagram.write(out.bytes(), 0);
        System.arraycopy(part.bytes(), 0, out.bytes(), outer, part.innerLength());
        out.unicast(answer.to, keys.sealRekey(answer.child, out.bytes(), 0, outer, part.innerLength(), part.bytes(),
                part.innerLength()));
        counters.increment(CounterId.REKEY_PARTS_SENT);
        return true;
    }

    private void answer(Endpoint to, int child) {
        KeyLayer layer = Objects.requireNonNull(KeyLayer.of(request.layer()));
        long newest = updates.newest(layer);
        long last = request.later() ? newest : Math.min(newest, request.rekey());
        long first = Math.max(request.rekey(), newest - KeyUpdates.KEPT_REKEYS + 1);
        left = PARTS;
        for (long number = first; number <= last && left > 0; number++) {
            server.serve(layer, number, request, number > request.rekey(), part -> add(to, child, part));
        }
    }

    private void add(Endpoint to, int child, KeptPart part) {
        if (left > 0 && waiting.size() < MAX_WAITING) {
            left--;
            waiting.add(new Answer(to, child, part));
        }
    }

    private record Answer(Endpoint to, int child, KeptPart part) {}
}
