package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandsTest {

    private final Commands commands = new Commands(4);
    private final List<String> happened = new ArrayList<>();

    @Test
    void shouldRunTheRestOfABatchWhateverOneOfItThrows() throws InterruptedException {
        put("first", null);
        put("second", new OutOfMemoryError("as if there were no room"));
        put("third", new IllegalArgumentException("malformed"));
        put("fourth", null);
        commands.take(0);
        commands.run(fault -> happened.add("fault " + fault.getMessage()));

        assertThat(happened).containsExactly("first runs", "second runs", "second failed: as if there were no room",
                "fault as if there were no room", "third runs", "third failed: malformed", "fault malformed",
                "fourth runs");
    }

    @Test
    void shouldRunNothingTwice() throws InterruptedException {
        put("only", new OutOfMemoryError("once"));
        commands.take(0);
        commands.run(_ -> {});
        commands.take(0);
        commands.run(_ -> {});

        assertThat(happened).containsExactly("only runs", "only failed: once");
    }

    @Test
    void shouldTellWhoWaitsWhenTheThreadEnds() throws InterruptedException {
        put("taken", null);
        commands.take(0);
        put("waiting", null);
        commands.end();
        put("late", null);

        assertThat(happened).containsExactly("taken failed: closed", "waiting failed: closed", "late failed: closed");
    }

    @Test
    void shouldTellWhoWaitsForRoomWhenTheThreadEnds() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            commands.put(() -> {}, _ -> {});
        }
        CountDownLatch told = new CountDownLatch(1);
        Thread.ofPlatform().start(() -> commands.put(() -> {}, _ -> told.countDown()));
        commands.end();
        told.await();
    }

    private void put(String name, @Nullable Throwable thrown) {
        commands.put(() -> {
            happened.add(name + " runs");
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }, e -> happened.add(name + " failed: " + e.getMessage()));
    }
}
