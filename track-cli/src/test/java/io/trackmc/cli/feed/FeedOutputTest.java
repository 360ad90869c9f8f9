package io.trackmc.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.feed.fan.FanClient;
import io.trackmc.feed.fan.FanServer;
import io.trackmc.feed.fan.SlowReader;
import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.SessionName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedOutputTest {

    private static final SessionName SESSION = new SessionName("O");

    @TempDir
    Path directory;

    @Test
    void shouldLetLocalProcessesSeeWhatIsLostAtTheEnd() throws Exception {
        Path socket = directory.resolve("s");
        try (FanServer server = FanServer.listen(socket, SlowReader.WAIT, FanServer.DEFAULT_QUEUE_BYTES, 1);
                FanClient client = FanClient.connect(socket);
                FeedOutput output = new FeedOutput(_ -> {}).fan(server)) {
            assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            output.onSession(SESSION, 1);
            output.onMessage(1, 0, new byte[1], 0, 1);
            output.onGap(2, 3);
            output.onSessionEnd(SESSION, true, false);
            assertThat(Objects.requireNonNull(client.next()).messages()).isOne();
            MoldFrame end = Objects.requireNonNull(client.next());
            assertThat(end.isEndOfSession()).isTrue();
            assertThat(end.firstSequence()).isEqualTo(4);
        }
    }
}
