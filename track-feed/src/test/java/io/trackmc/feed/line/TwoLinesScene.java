package io.trackmc.feed.line;

import static org.assertj.core.api.Assertions.assertThat;

/** A test with two lines, what is heard of them, and a time that passes when the test says so. */
abstract class TwoLinesScene {

    static final long TIMEOUT_NS = 100;
    static final long ROOM_BYTES = 1_000;

    final Heard heard = new Heard();
    final Arbiter two = new Arbiter(2, TIMEOUT_NS, ROOM_BYTES, heard);
    long nowNs = Long.MAX_VALUE - 50;

    /** A line of an arbiter brings messages of a session. */
    final void offer(Arbiter arbiter, TestLine session, int line, long first, long last) {
        assertThat(arbiter.offer(nowNs, line, session.frame(first, last), 0, session.length())).isTrue();
    }

    /** A line of an arbiter brings the end of a session. */
    final void end(Arbiter arbiter, TestLine session, int line, long sequence) {
        assertThat(arbiter.offer(nowNs, line, session.end(sequence), 0, session.length())).isTrue();
    }

    final void pass(long ns) {
        nowNs += ns;
        two.onTime(nowNs);
    }
}
