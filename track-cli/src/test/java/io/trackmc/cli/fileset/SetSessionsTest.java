package io.trackmc.cli.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.file.DiskTarget;
import io.trackmc.cli.file.ReceivedFiles;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.SessionRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sender is told of a set: nothing before all of it is there, and then that it is whole, gaps or not. */
class SetSessionsTest {

    private static final Incarnation SESSION = new Incarnation(7, 8);
    private static final int LOST = 4;

    @TempDir
    Path directory;

    private final List<Incarnation> whole = new ArrayList<>();
    private int confirmed;

    private final ReceivedFiles.Confirmation sender = new ReceivedFiles.Confirmation() {
        @Override
        public void confirm() {
            confirmed++;
        }

        @Override
        public void confirmWhole(Incarnation session) {
            whole.add(session);
        }
    };

    @Test
    void shouldSayThatASetIsWholeAlthoughPacketsOfItAreLost() throws Exception {
        Path tree = SetFixture.tree(directory.resolve("from"));
        Path inbox = Files.createDirectory(directory.resolve("inbox"));
        List<byte[]> twice = SetFixture.messages(2, tree);
        int pass = twice.size() / 2;
        try (ReceivedFiles files = new ReceivedFiles(DiskTarget.in(inbox),
                SetSessions.below(inbox, Existing.REFUSE, Preserve.SAFE, _ -> {}), sender, (_, _, _) -> {})) {
            files.onSessionOpened(new SessionOpened(1, SESSION, 1, SessionRules.DEFAULT));
            twice.subList(0, LOST).forEach(message -> take(files, message));
            files.onGap(new Unrecoverable(LOST + 1, pass));
            assertThat(whole).isEmpty();
            twice.subList(pass, twice.size()).forEach(message -> take(files, message));

            assertThat(files.completed()).isOne();
            assertThat(files.failed()).isZero();
        }
        assertThat(whole).isNotEmpty().containsOnly(SESSION);
        assertThat(confirmed).as("as a stream").isZero();
    }

    private static void take(ReceivedFiles files, byte[] message) {
        files.onMessage(message, 0, message.length);
    }
}
