package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A parent's answers to children that have missed rekeys, and so share no epoch with it (wire format, class STALE_PAIR).
 *
 * <p>Who asks so is bound to nobody, so nothing is known of where it is. Each child is answered once in 100 ms, with few parts, out of a
 * budget of its own and of that of all repairs; with one part only as long as it has not repeated the number that was sent to where
 * it asks from. Its counters rise, so a request counts once. Whoever was expelled is told that, by headers, which are signed and in
 * clear, and gets nothing else: a repair head that never hears of it would keep its children from leaving.
 */
final class StaleAnswers {

    /** Time between two answers to one child. */
    static final long CHILD_NS = 100_000_000L;

    /** Most parts in one answer. */
    static final int PARTS = 16;

    /** Most parts in an answer to where the child may not be. */
    static final int UNPROVEN_PARTS = 1;

    /** Most parts that wait to be sent. */
    static final int MAX_WAITING = 512;

    /** Most children that are known; as many as a parent may have. */
    static final int MAX_ASKERS = 4_096;

    /** Apart from the numbers by which bound children show where they are. */
    private static final long FIRST_CHALLENGE = 1L << 62;

    private final HopKeys hopKeys;
    private final StalePairs keys;
    private final KeyUpdates updates;
    private final RekeyServer server;
    private final IntPredicate expelled;
    private final TokenBucket bucket;
    private final Counters counters;
    private final Int2ObjectHashMap<StaleAsker> askers = new Int2ObjectHashMap<>();
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final RekeyRequestMessage request = new RekeyRequestMessage();
    private long challenges = FIRST_CHALLENGE;
    private long sent;
    private long blockedUntilNs = Deadlines.NONE;
    private int left;

    /** @param bucket that paces all that this parent sends down again */
    StaleAnswers(HopKeys hopKeys, StalePairs keys, KeyUpdates updates, RekeyServer server, IntPredicate expelled,
            TokenBucket bucket, Counters counters) {
        this.hopKeys = hopKeys;
        this.keys = keys;
        this.updates = updates;
        this.server = server;
        this.expelled = expelled;
        this.bucket = bucket;
        this.counters = counters;
    }

    /** Takes in a request, and adds to the parent's wants what that lacks too; returns whether it was authentic and is answered. */
    boolean onRequest(long nowNs, Path path, Ingress packet) {
        int child = packet.origin();
        StaleAsker known = askers.get(child);
        DropReason refused = admission(nowNs, known);
        if (refused == null && !request.parse(packet.bytes(), packet.offset())) {
            refused = DropReason.MALFORMED;
        }
        if (!packet.passes(refused) || !packet.passes(keys.verifyRequest(child, packet.bytes(), packet.offset(),
                packet.outerLength()))) {
            return false;
        }
        StaleAsker asker = known == null ? new StaleAsker() : known;
        if (!asker.accept(nowNs, packet.incarnation(), OuterHeader.counter(packet.bytes(), packet.offset()))) {
            packet.drop(DropReason.REPLAYED);
            return false;
        }
        askers.put(child, asker);
        Endpoint from = path.source();
        boolean proven = asker.isProven(from, request.echo());
        asker.at(from, hopKeys.challenge(challenges++) | 1);
        answer(nowNs, new Addressee(child, from, asker), proven ? PARTS : UNPROVEN_PARTS);
        return true;
    }

    /** When a part that waits for its turn may go. */
    long nextDeadlineNs() {
        return blockedUntilNs;
    }

    /** Writes a part that is owed. */
    boolean poll(long nowNs, Transmit out) {
        blockedUntilNs = Deadlines.NONE;
        while (!waiting.isEmpty()) {
            if (!bucket.isOpen(nowNs)) {
                blockedUntilNs = bucket.openAtNs();
                return false;
            }
            Answer answer = waiting.remove();
            if (answer.isHeader || !expelled.test(answer.to.child)) {
                write(answer, out);
                bucket.take(nowNs, out.length());
                counters.increment(CounterId.REKEY_PARTS_SENT);
                return true;
            }
        }
        return false;
    }

    private @Nullable DropReason admission(long nowNs, @Nullable StaleAsker known) {
        if (known == null) {
            return askers.size() == MAX_ASKERS ? DropReason.NO_ROOM : null;
        }
        return known.isAnsweredWithin(nowNs, CHILD_NS) ? DropReason.TOO_OFTEN : null;
    }

    private void write(Answer answer, Transmit out) {
        KeptPart part = answer.part;
        int outer = RekeyDatagram.write(out.bytes(), 0);
        System.arraycopy(part.bytes(), 0, out.bytes(), outer, part.innerLength());
        long counter = ++sent << Integer.SIZE | Integer.toUnsignedLong(answer.to.asker.proof());
        out.unicast(answer.to.endpoint, keys.sealRekey(answer.to.child, counter, out.bytes(), 0, outer,
                part.innerLength(), part.bytes(), part.innerLength()));
    }

    private void answer(long nowNs, Addressee to, int parts) {
        KeyLayer layer = Objects.requireNonNull(KeyLayer.of(request.layer()));
        long newest = updates.newest(layer);
        long last = request.later() ? newest : Math.min(newest, request.rekey());
        long first = Math.max(request.rekey(), newest - KeyUpdates.KEPT_REKEYS + 1);
        left = parts;
        if (expelled.test(to.child)) {
            for (long number = first; number <= newest && left > 0; number++) {
                KeptPart header = server.header(layer, number);
                if (header != null) {
                    add(nowNs, to, header, true);
                }
            }
            return;
        }
        for (long number = first; number <= last && left > 0; number++) {
            KeptPart header = server.header(layer, number);
            server.serveStale(layer, number, to.child, request, part -> add(nowNs, to, part, part == header));
        }
    }

    private boolean add(long nowNs, Addressee to, KeptPart part, boolean isHeader) {
        if (left == 0) {
            return false;
        }
        if (waiting.size() == MAX_WAITING) {
            counters.drop(DropReason.NO_ROOM);
            return false;
        }
        if (!to.asker.take(nowNs, part.innerLength())) {
            counters.increment(CounterId.REPAIRS_HELD_OFF);
            return false;
        }
        left--;
        waiting.add(new Answer(to, part, isHeader));
        return true;
    }

    private record Addressee(int child, Endpoint endpoint, StaleAsker asker) {}

    private record Answer(Addressee to, KeptPart part, boolean isHeader) {}
}
