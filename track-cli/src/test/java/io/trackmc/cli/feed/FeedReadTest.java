package io.trackmc.cli.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.task.Background;
import io.trackmc.feed.fan.FanServer;
import io.trackmc.feed.fan.SlowReader;
import io.trackmc.feed.mold.SessionName;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code feed read} of streams that are not as they should be. */
class FeedReadTest {

    private static final SessionName FIRST = new SessionName("R1");
    private static final SessionName SECOND = new SessionName("R2");

    @TempDir
    Path directory;

    @Test
    void shouldTellSessionsApart() throws Exception {
        CliFixture read = read(server -> {
            message(server, FIRST, 1);
            message(server, FIRST, 2);
            server.end(FIRST, 3, 0);
            message(server, SECOND, 1);
            server.end(SECOND, 2, 0);
        });
        assertThat(read.code()).as(read.err()).isZero();
        assertThat(read.out()).contains("\"messages\":3,").contains("\"gaps\":0,").contains("\"ended\":true,")
                .contains("\"whole\":true,\"late\":false,\"firstMessage\":1,");
        assertThat(read.err()).contains("session R1 is over, whole", "session R2 is over, whole");
    }

    @Test
    void shouldNotTakeAnotherSessionForTheRestOfTheFirst() throws Exception {
        CliFixture read = read(server -> {
            message(server, FIRST, 1);
            message(server, SECOND, 1);
            server.end(SECOND, 2, 0);
        });
        assertThat(read.code()).as(read.err()).isEqualTo(1);
        assertThat(read.out()).contains("\"messages\":2,").contains("\"whole\":false,");
        assertThat(read.err()).contains("session R1 is over, NOT whole", "sessions broken off: 1");
    }

    @Test
    void shouldNotCallWholeWhatIsCutOffInALaterSession() throws Exception {
        CliFixture read = read(server -> {
            message(server, FIRST, 1);
            server.end(FIRST, 2, 0);
            message(server, SECOND, 1);
        });
        assertThat(read.code()).as(read.err()).isEqualTo(1);
        assertThat(read.out()).contains("\"ended\":false,").contains("\"whole\":false,");
        assertThat(read.err()).contains("the subscriber ended before the session did");
    }

    @Test
    void shouldEndWithOneWhereMessagesAreLost() throws Exception {
        CliFixture read = read(server -> {
            message(server, FIRST, 1);
            message(server, FIRST, 3);
            server.end(FIRST, 5, 0);
        });
        assertThat(read.code()).as(read.err()).isEqualTo(1);
        assertThat(read.out()).contains("\"messages\":2,").contains("\"gaps\":2,").contains("\"ended\":true,");
        assertThat(read.err()).contains("messages 2 to 2 are lost for good", "messages lost: 2");
    }

    @Test
    void shouldSayThatItBeganLate() throws Exception {
        CliFixture read = read(FeedReadTest::late);
        assertThat(read.code()).as(read.err()).isZero();
        assertThat(read.out()).contains("\"whole\":false,\"late\":true,\"firstMessage\":7,");
        CliFixture once = read(FeedReadTest::late, "--once");
        assertThat(once.code()).as(once.err()).isEqualTo(1);
        assertThat(once.err()).contains("what came before message 7 is missing here");
    }

    private static void late(FanServer server) throws Exception {
        message(server, FIRST, 7);
        server.end(FIRST, 8, 0);
    }

    private CliFixture read(Feed feed, String... more) throws Exception {
        Path socket = directory.resolve("s");
        try (FanServer server = FanServer.listen(socket, SlowReader.WAIT, FanServer.DEFAULT_QUEUE_BYTES, 1);
                Background<CliFixture> reading = Background.start("test-read",
                        () -> CliFixture.run(words(socket, more)))) {
            assertThat(server.awaitExpected(1, TimeUnit.MINUTES)).isTrue();
            feed.come(server);
            server.finish();
            return reading.result().get();
        }
    }

    private String[] words(Path socket, String... more) {
        String[] words = {"feed", "read", "--json", "--output", directory.resolve("copy").toString(),
            socket.toString()};
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static void message(FanServer server, SessionName session, long sequence) throws InterruptedException {
        server.message(session, sequence, 0, "word".getBytes(UTF_8), 0, 4);
    }

    private interface Feed {
        void come(FanServer server) throws Exception;
    }
}
