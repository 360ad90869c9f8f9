package io.trackmc.cli.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.file.DiskFaultException;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void shouldCallConfigurationWrongUsage() {
        assertThat(Fault.of(new ConfigurationException(List.of("no interface", "no group"))))
                .isEqualTo(new Fault(2, "no interface; no group"));
        assertThat(Fault.of(new KeyFileException("f: damaged"))).isEqualTo(new Fault(2, "f: damaged"));
    }

    @Test
    void shouldCallAFullDiskNoWrongConfigurationSoThatAServiceIsStartedAgain() {
        assertThat(Fault.of(new DiskFaultException("f: no space left on device", new IOException())))
                .isEqualTo(new Fault(1, "f: no space left on device"));
    }

    @Test
    void shouldSayInWordsWhatFileExceptionsSayByTheirClass() {
        assertThat(Fault.of(new NoSuchFileException("f"))).isEqualTo(new Fault(1, "f: no such file or directory"));
        assertThat(Fault.of(new AccessDeniedException("f"))).isEqualTo(new Fault(1, "f: permission denied"));
        assertThat(Fault.of(new FileSystemException("f", null, "No space left on device")))
                .isEqualTo(new Fault(1, "f: no space left on device"));
    }

    @Test
    void shouldLookThroughWrappers() {
        Exception wrapped = new CompletionException(new ExecutionException(new UncheckedIOException(
                new IOException("it broke"))));
        assertThat(Fault.of(wrapped)).isEqualTo(new Fault(1, "it broke"));
    }

    @Test
    void shouldTellAnInterrupt() {
        assertThat(Fault.of(new InterruptedException())).isEqualTo(new Fault(130, "interrupted"));
    }

    @Test
    void shouldKeepABugInOneLine() {
        assertThat(Fault.of(new IllegalStateException("a\n  b"))).isEqualTo(
                new Fault(1,
                        "internal error: IllegalStateException: a b (run again with --debug for the stack trace)"));
    }
}
