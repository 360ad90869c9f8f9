package io.trackmc.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class NotifySocketTest {

    @TempDir
    Path directory;

    @Test
    void shouldReachAPath() throws Throwable {
        String path = directory.resolve("notify").toString();
        try (LocalListener listener = new LocalListener(path)) {
            new NotifySocket(path).send("READY=1");
            assertThat(listener.receive()).isEqualTo("READY=1");
        }
    }

    @Test
    void shouldReachANameWithoutAFile() throws Throwable {
        String name = "track-test-" + ProcessHandle.current().pid();
        try (LocalListener listener = new LocalListener('\0' + name)) {
            new NotifySocket('@' + name).send("STATUS=grüß dich");
            assertThat(listener.receive()).isEqualTo("STATUS=grüß dich");
        }
    }

    @Test
    void shouldNotWaitForAListenerThatTakesNothing() throws Throwable {
        String path = directory.resolve("full").toString();
        NotifySocket socket = new NotifySocket(path);
        try (LocalListener full = new LocalListener(path)) {
            assertThatIOException().isThrownBy(() -> sendForever(socket)).withMessageStartingWith("sendto: error");
            assertThat(full.receive()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void shouldSayThatNobodyListens() {
        NotifySocket nobody = new NotifySocket(directory.resolve("nobody").toString());
        assertThatIOException().isThrownBy(() -> nobody.send("READY=1")).withMessage("sendto: error 2");
    }

    @Test
    void shouldRefuseWhatIsNoNameOfASocket() {
        for (String name : new String[] {"", "@", "vsock:2:1", "/" + "x".repeat(107)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new NotifySocket(name));
        }
    }

    private static void sendForever(NotifySocket socket) throws IOException {
        while (true) {
            socket.send("WATCHDOG=1");
        }
    }
}
