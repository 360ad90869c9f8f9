package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
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
import io.trackmc.proto.rate.RateLimit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
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
 *
 * <p>A bound child that asks under an epoch before its parent's is answered here too, because it would not understand that one.
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

    /** Most children that are known at a time; as many as a parent may have. */
    static final int MAX_ASKERS = 4_096;

    /** Shows nothing. */
    private static final int UNKNOWN_PROOF = 0;

    /** Apart from the numbers by which bound children show where they are. */
    private static final long FIRST_CHALLENGE = 1L << 62;

    private final HopKeys hopKeys;
    private final StalePairs keys;
    private final KeyUpdates updates;
    private final RekeyServer server;
    private final IntPredicate expelled;
    private final RateLimit bucket;
    private final Counters counters;
    private final Int2ObjectHashMap<StaleAsker> askers = new Int2ObjectHashMap<>();
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final RekeyRequestMessage request;
    private long challenges = FIRST_CHALLENGE;
    private long sent;
    private long blockedUntilNs = Deadlines.NONE;
    private int left;

    /** @param bucket that paces all that this parent sends down again */
    StaleAnswers(HopKeys hopKeys, StalePairs keys, KeyUpdates updates, RekeyServer server, IntPredicate expelled,
            RateLimit bucket, Counters counters, EngineScratch scratch) {
        this.request = scratch.received().rekeyRequest();
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
                packet.outerLength())) || !packet.passes(known == null ? makeRoom(nowNs) : null)) {
            return false;
        }
        StaleAsker asker = known == null ? new StaleAsker() : known;
        if (!asker.accept(nowNs, packet.incarnation(), OuterHeader.counter(packet.bytes(), packet.offset()))) {
            packet.drop(DropReason.REPLAYED);
            return false;
        }
        askers.put(child, asker);
        Endpoint from = path.source();
        answerAt(nowNs, child, from, asker, request, asker.isProven(from, request.echo()));
        return true;
    }

    /**
     * Answers a verified request of a bound child, and adds to the parent's wants what that lacks too. One that is certainly where it says has a
     * budget of its own, and is served as others that are bound; one that is not, because it understands nothing that would let it show that, is answered
     * like those that are bound to nobody, and shows it by its next question.
     */
    void answer(long nowNs, Child child, RekeyRequestMessage asked) {
        Endpoint proven = child.provenEndpoint();
        if (proven == null) {
            answerUnproven(nowNs, child, asked);
            return;
        }
        Addressee addressee = new Addressee(child.id(), proven, UNKNOWN_PROOF);
        eachRekey(asked, (number, header) -> {
            if (!server.mayLook(nowNs, child, asked)) {
                return false;
            }
            server.serveStale(layer(asked), number, child.id(), asked,
                    part -> addFor(nowNs, child, addressee, part, part == header));
            return true;
        });
    }

    private void answerUnproven(long nowNs, Child child, RekeyRequestMessage asked) {
        StaleAsker known = askers.get(child.id());
        Endpoint from = child.endpoint();
        boolean proven = known != null && known.isProven(from, asked.echo());
        if (!server.mayLook(nowNs, child, asked)) {
            return;
        }
        if (!proven && (known == null ? makeRoom(nowNs) : admission(nowNs, known)) != null) {
            counters.increment(CounterId.REPAIRS_UNPROVEN);
            return;
        }
        StaleAsker asker = known == null ? new StaleAsker() : known;
        askers.put(child.id(), asker);
        asker.answered(nowNs);
        answerAt(nowNs, child.id(), from, asker, asked, proven);
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

    private static @Nullable DropReason admission(long nowNs, @Nullable StaleAsker known) {
        return known != null && known.isAnsweredWithin(nowNs, CHILD_NS) ? DropReason.TOO_OFTEN : null;
    }

    /**
     * Forgets, for one that is not known, who was answered the longest ago, if its turn would have come again. What that one has asked before counts once
     * more then, if somebody repeats it: for an answer of one part.
     */
    private @Nullable DropReason makeRoom(long nowNs) {
        if (askers.size() < MAX_ASKERS) {
            return null;
        }
        int forgotten = 0;
        long longestNs = CHILD_NS - 1;
        Int2ObjectHashMap<StaleAsker>.EntryIterator each = askers.entrySet().iterator();
        while (each.hasNext()) {
            each.next();
            long agoNs = each.getValue().answeredAgoNs(nowNs);
            if (agoNs > longestNs) {
                longestNs = agoNs;
                forgotten = each.getIntKey();
            }
        }
        return askers.remove(forgotten) == null ? DropReason.NO_ROOM : null;
    }

    private void write(Answer answer, Transmit out) {
        KeptPart part = answer.part;
        int outer = RekeyDatagram.write(out.bytes(), 0);
        System.arraycopy(part.bytes(), 0, out.bytes(), outer, part.innerLength());
        long counter = ++sent << Integer.SIZE | Integer.toUnsignedLong(answer.to.proof);
        out.unicast(answer.to.endpoint, keys.sealRekey(answer.to.child, counter, out.bytes(), 0, outer,
                part.innerLength(), part.bytes(), part.innerLength()));
    }

    private void answerAt(
            long nowNs, int child, Endpoint from, StaleAsker asker, RekeyRequestMessage asked, boolean proven) {
        asker.at(from, hopKeys.challenge(challenges++) | 1);
        Addressee to = new Addressee(child, from, asker.proof());
        left = proven ? PARTS : UNPROVEN_PARTS;
        if (expelled.test(child)) {
            tellExpelled(nowNs, to, asker, asked);
            return;
        }
        eachRekey(asked, (number, header) -> {
            server.serveStale(
                    layer(asked), number, child, asked, part -> add(nowNs, to, asker, part, part == header));
            return left > 0;
        });
    }

    private void tellExpelled(long nowNs, Addressee to, StaleAsker asker, RekeyRequestMessage asked) {
        long newest = updates.newest(layer(asked));
        for (long number = first(asked, newest); number <= newest && left > 0; number++) {
            KeptPart header = server.header(layer(asked), number);
            if (header != null) {
                add(nowNs, to, asker, header, true);
            }
        }
    }

    /** Goes through the rekeys that a request names, of those that are kept, until one refuses. */
    private void eachRekey(RekeyRequestMessage asked, EachRekey each) {
        long newest = updates.newest(layer(asked));
        long last = asked.later() ? newest : Math.min(newest, asked.rekey());
        long number = first(asked, newest);
        while (number <= last && each.serve(number, server.header(layer(asked), number))) {
            number++;
        }
    }

    private static long first(RekeyRequestMessage asked, long newest) {
        return Math.max(asked.rekey(), newest - KeyUpdates.KEPT_REKEYS + 1);
    }

    private static KeyLayer layer(RekeyRequestMessage asked) {
        return Objects.requireNonNull(KeyLayer.of(asked.layer()));
    }

    private boolean add(long nowNs, Addressee to, StaleAsker asker, KeptPart part, boolean isHeader) {
        if (left == 0 || !hasRoom()) {
            return false;
        }
        if (!asker.take(nowNs, part.innerLength())) {
            counters.increment(CounterId.REPAIRS_OVER_SHARE);
            return false;
        }
        left--;
        waiting.add(new Answer(to, part, isHeader));
        return true;
    }

    private boolean addFor(long nowNs, Child child, Addressee to, KeptPart part, boolean isHeader) {
        if (!child.repairBudget().isOpen(nowNs) || !hasRoom()) {
            return false;
        }
        if (part.isOnItsWayAlone(child.index(), nowNs, RekeyServer.holdoffNs(child))) {
            counters.increment(CounterId.REPAIRS_UNDER_WAY);
            return true;
        }
        child.repairBudget().take(nowNs, part.innerLength());
        part.sentAlone(child.index(), nowNs);
        waiting.add(new Answer(to, part, isHeader));
        return true;
    }

    private boolean hasRoom() {
        if (waiting.size() == MAX_WAITING) {
            counters.drop(DropReason.NO_ROOM);
            return false;
        }
        return true;
    }

    /** @param proof what the answers show, for the child to repeat */
    private record Addressee(int child, Endpoint endpoint, int proof) {}

    private record Answer(Addressee to, KeptPart part, boolean isHeader) {}

    private interface EachRekey {

        /** Serves one rekey, of which the header is here or not; returns whether there is room for the next. */
        boolean serve(long number, @Nullable KeptPart header);
    }
}
