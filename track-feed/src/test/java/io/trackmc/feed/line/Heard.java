package io.trackmc.feed.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.feed.mold.SessionName;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class Heard implements FeedListener {

    final List<String> log = new ArrayList<>();
    long wanted;

    @Override
    public long onSession(SessionName session, long firstSequence) {
        log.add("session " + session.text() + " from " + firstSequence);
        return Math.max(wanted, firstSequence);
    }

    @Override
    public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
        assertThat(TestLine.content(bytes, offset, length)).isEqualTo(sequence);
        log.add(String.valueOf(sequence));
    }

    @Override
    public void onGap(long first, long last) {
        log.add("lost " + first + "-" + last);
    }

    @Override
    public void onLineGap(int line, long first, long last) {
        log.add((line == 0 ? "A" : "B") + " lacks " + first + "-" + last);
    }

    @Override
    public void onRecovered(long first, long last) {
        log.add("recovered " + first + "-" + last);
    }

    @Override
    public void onSessionEnd(SessionName session, boolean announced, boolean whole) {
        log.add("over " + session.text() + (whole ? " whole" : " broken"));
    }
}
