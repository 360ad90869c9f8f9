package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.receiver.Subscription;
import io.trackmc.sender.Failures;
import io.trackmc.sender.PositionStatus;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sender decides for its session, as applications see it. */
class SessionRulesTest {

    private static final int MESSAGES = 2_000;
    private static final Failures NONE = new Failures(0, List.of(), List.of());

    @TempDir
    Path directory;

    @Test
    void shouldConfirmOnlyWhatTheApplicationAcknowledgesWhereThatIsTheRule() throws Exception {
        try (Group group = group(1).with("session.confirm", "application")) {
            Publisher sender = group.sender();
            Subscription receiver = group.receiver("receiver-1");
            Await.future(sender.receiversBound(1));
            publish(sender, 3);
            List<Long> marks = new ArrayList<>();
            StreamHandler application = (bytes, offset, length) -> marks.add(receiver.mark());
            Waiting.until(() -> receiver.poll(application, 100) >= 0 && marks.size() == 3);
            Waiting.until(() -> sender.stablePosition() == 3);
            assertThat(sender.statusOf(3)).isEqualTo(new PositionStatus(3, false, 0, 1, NONE));

            receiver.confirm(marks.get(2));
            Waiting.until(() -> sender.confirmedPosition() == 3);
            assertThat(sender.statusOf(3)).isEqualTo(new PositionStatus(3, true, 1, 1, NONE));
            var confirmation = sender.finish();
            receiver.run(application, () -> false);
            assertThat(Await.future(confirmation).confirmed()).isEqualTo(1);
        }
    }

    @Test
    void shouldConfirmWhatIsReceivedThoughNobodyPollsWhereThatIsTheRule() throws Exception {
        try (Group group = group(1).with("session.confirm", "receive")) {
            Publisher sender = group.sender();
            Subscription receiver = group.receiver("receiver-1");
            Await.future(sender.receiversBound(1));
            publish(sender, 100);
            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(1);

            List<Integer> lengths = new ArrayList<>();
            receiver.run((bytes, offset, length) -> lengths.add(length), () -> false);
            assertThat(lengths).hasSize(100);
        }
    }

    @Test
    void shouldHandOverEachMessageOnceWithItsPlaceWhereOrderDoesNotMatter() throws Exception {
        try (Group group = group(1).with("session.order", "unordered").losing(0.05)) {
            Publisher sender = group.sender();
            Subscription receiver = group.receiver("receiver-1");
            Await.future(sender.receiversBound(1));
            publish(sender, MESSAGES);
            var confirmation = sender.finish();
            Placed placed = new Placed();
            receiver.run(placed, () -> false);
            assertThat(Await.future(confirmation).confirmed()).isEqualTo(1);
            assertThat(placed.numbers.values())
                    .containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
        }
    }

    private Group group(int receivers) {
        return Group.of(directory.resolve("group"), DefaultLayout.of(0, receivers));
    }

    private static void publish(Publisher sender, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            byte[] message = new byte[900];
            message[0] = (byte) (i >>> 8);
            message[1] = (byte) i;
            assertThat(sender.blocking().publish(message)).isEqualTo(i + 1);
        }
    }

    /** Numbers of messages by their places. */
    private static final class Placed implements StreamHandler {

        private final TreeMap<Long, Integer> numbers = new TreeMap<>();

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            throw new AssertionError("messages have places");
        }

        @Override
        public void onMessage(long place, byte[] bytes, int offset, int length) {
            int number = (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
            assertThat(numbers.put(place, number)).isNull();
        }
    }
}
