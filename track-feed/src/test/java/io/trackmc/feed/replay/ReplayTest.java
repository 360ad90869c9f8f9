package io.trackmc.feed.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.MoldWriter;
import io.trackmc.feed.mold.SessionName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final SessionName SESSION = new SessionName("R");

    private final MoldFrame frame = new MoldFrame();
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream itch = new ByteArrayOutputStream();
    private final ItchWriter writer = new ItchWriter(itch);
    private final List<Long> stamps = new ArrayList<>();
    private int frames;
    private int ends;
    private long next = 1;

    @Test
    void shouldPublishEveryLineOnce() throws Exception {
        replay(Pace.AS_FAST_AS_POSSIBLE, new LineSource(stream("one\n\nthree\r\nfour")));
        assertThat(lines).containsExactly("one", "", "three\r", "four");
        assertThat(ends).isOne();
    }

    @Test
    void shouldPublishEveryMessageOfADay() throws Exception {
        ByteArrayOutputStream day = new ByteArrayOutputStream();
        TradingDay.write(5_000, 1, new ItchWriter(day));
        replay(Pace.recorded(1_000), new ItchSource(new ByteArrayInputStream(day.toByteArray())));
        writer.flush();
        assertThat(itch.toByteArray()).isEqualTo(day.toByteArray());
        assertThat(frames).isLessThan(5_000);
    }

    @Test
    void shouldPublishLinesThatCrossTheEdgesOfItsBuffer() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        replay(Pace.messages(1e9), new LineSource(stream(text.toString())));
        assertThat(lines).hasSize(40_000).startsWith("line 0").endsWith("line 39999");
    }

    @Test
    void shouldNotKeepWhatWasWrittenWhileItWaitsForMore() throws Exception {
        InputStream slow = new InputStream() {
            private int asked;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (asked++ == 1) {
                    assertThat(lines).containsExactly("one", "two");
                    return -1;
                }
                byte[] first = "one\ntwo\n".getBytes(UTF_8);
                System.arraycopy(first, 0, into, offset, first.length);
                return first.length;
            }
        };
        replay(Pace.AS_FAST_AS_POSSIBLE, new LineSource(slow));
        assertThat(ends).isOne();
    }

    @Test
    void shouldTellWhichLineIsTooLong() {
        String longest = "x".repeat(MoldWriter.MAX_MESSAGE_BYTES);
        assertThatThrownBy(() -> replay(Pace.AS_FAST_AS_POSSIBLE, new LineSource(stream("a\n" + longest + "x\n"))))
                .isInstanceOf(IOException.class).hasMessage("line 2 is longer than 65535 bytes");
    }

    /** However late a frame is: a stall must not shorten what subscribers measure. */
    @Test
    void shouldSayWhenMessagesWereDueAndNotWhenTheyWent() throws Exception {
        replay(Pace.messages(1_000), new LineSource(stream("a\nb\nc\nd\n")));
        assertThat(stamps).hasSize(5);
        for (int i = 1; i < 4; i++) {
            assertThat(stamps.get(i) - stamps.get(i - 1)).isEqualTo(1_000_000);
        }
    }

    /** As far as the frame is late: a hundred seconds allow for three. */
    @Test
    void shouldPutIntoOneFrameWhatWasDueAtNearlyOneTimeOnly() throws Exception {
        Pace inThePast = (messages, _, _) -> TimeUnit.SECONDS.toNanos(-100 + 2 * messages);
        List<Long> behind = new ArrayList<>();
        new Replay(SESSION, inThePast, false, this::take, behind::add)
                .run(new LineSource(stream("a\nb\nc\nd\n")));
        assertThat(frames).isEqualTo(3);
        assertThat(stamps.get(1) - stamps.get(0)).isEqualTo(TimeUnit.SECONDS.toNanos(4));
        assertThat(behind).hasSize(2).allMatch(ns -> ns > TimeUnit.SECONDS.toNanos(90));
    }

    @Test
    void shouldNotTakeForDueWhatAPipeHadNotBroughtYet() throws Exception {
        Pace inThePast = (_, _, _) -> -1_000_000_000_000_000L;
        long before = Replay.wallClockNs();
        new Replay(SESSION, inThePast, true, this::take, _ -> {}).run(new LineSource(stream("a\nb\n")));
        assertThat(before - stamps.getFirst()).isLessThan(900_000_000_000_000L);
    }

    @Test
    void shouldBeDueAsThePaceSays() {
        assertThat(Pace.messages(1_000).dueNs(5, 0, 0)).isEqualTo(5_000_000);
        assertThat(Pace.bytes(1_000).dueNs(0, 500, 0)).isEqualTo(500_000_000);
        assertThat(Pace.recorded(10).dueNs(0, 0, 1_000)).isEqualTo(100);
        assertThat(Pace.AS_FAST_AS_POSSIBLE.dueNs(9, 9, 9)).isZero();
    }

    private void replay(Pace pace, MessageSource source) throws Exception {
        new Replay(SESSION, pace, this::take).run(source);
    }

    private void take(byte[] bytes, int offset, int length) {
        assertThat(frame.read(bytes, offset, length)).isTrue();
        assertThat(frame.firstSequence()).isEqualTo(next);
        frames++;
        stamps.add(frame.publishedNs());
        while (frame.next()) {
            lines.add(new String(frame.bytes(), frame.offset(), frame.length(), UTF_8));
            try {
                if (frame.length() > 0) {
                    writer.write(frame.bytes(), frame.offset(), frame.length());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        next = frame.endSequence();
        ends += frame.isEndOfSession() ? 1 : 0;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
