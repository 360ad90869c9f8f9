package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.wire.QueryMessage;
import java.util.ArrayDeque;

/**
 * A parent's answers to those who ask how far away it is (wire format §5.17).
 *
 * <p>Any member can ask in the name of any other, from any address. So there is one answer for a question, of the same length; few for
 * each origin and not many in all; and nothing is kept of who asked but when, in a table that does not grow. What is asked too often is
 * dropped before its ICV is looked at.
 */
final class QueryAnswers {

    /** Most answers that wait to be sent. */
    static final int MAX_WAITING = 64;

    /** Time between two answers to one origin. */
    static final long ORIGIN_NS = 100_000_000L;

    /** Most answers a second, and as many as that at once. */
    static final int PER_SECOND = 1_000;

    /** Origins whose ids have the same low bits share a place, and so the time between answers. */
    private static final int PLACES = 1_024;

    private final HopKeys keys;
    private final Advertisement advertisement;
    private final Counters counters;
    private final TokenBucket budget = new TokenBucket(PER_SECOND, PER_SECOND);
    private long[] answeredNs = {};
    private boolean[] answered = {};
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>(1);
    private final QueryMessage query;

    QueryAnswers(HopKeys keys, Advertisement advertisement, Counters counters, EngineScratch scratch) {
        this.query = scratch.received().query();
        this.keys = keys;
        this.advertisement = advertisement;
        this.counters = counters;
    }

    void onQuery(long nowNs, Path path, Ingress packet) {
        if (path.channel() != Path.Channel.UNICAST) {
            packet.drop(DropReason.WRONG_CHANNEL);
        } else if (!query.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
        } else if (query.target() != keys.nodeId()) {
            packet.drop(DropReason.STALE);
        } else if (isTooOften(nowNs, packet.origin())) {
            packet.drop(DropReason.TOO_OFTEN);
        } else if (waiting.size() >= MAX_WAITING) {
            packet.drop(DropReason.NO_ROOM);
        } else if (packet.passes(keys.verifyQuery(packet.origin(), packet.incarnation(), query.incarnationTail(),
                packet.bytes(), packet.offset(), packet.outerLength()))) {
            note(nowNs, packet.origin());
            waiting.add(new Answer(path.source(), packet.origin(), query.token(), nowNs));
        }
    }

    /** Writes an answer; false when there is none. */
    boolean poll(long nowNs, Transmit out) {
        Answer answer = waiting.poll();
        if (answer == null) {
            return false;
        }
        int dally = MicroClock.micros(nowNs - answer.arrivalNs);
        advertisement.answer(out, answer.to, answer.asker, answer.token, dally);
        counters.increment(CounterId.QUERIES_ANSWERED);
        return true;
    }

    private boolean isTooOften(long nowNs, int origin) {
        int place = origin & (PLACES - 1);
        return (answered.length > 0 && answered[place] && nowNs - answeredNs[place] < ORIGIN_NS)
                || !budget.isOpen(nowNs);
    }

    private void note(long nowNs, int origin) {
        if (answered.length == 0) {
            answered = new boolean[PLACES];
            answeredNs = new long[PLACES];
        }
        int place = origin & (PLACES - 1);
        answered[place] = true;
        answeredNs[place] = nowNs;
        budget.take(nowNs, 1);
    }

    private record Answer(Endpoint to, int asker, int token, long arrivalNs) {}
}
