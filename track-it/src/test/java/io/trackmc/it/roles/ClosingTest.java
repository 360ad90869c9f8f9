package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing a node from where it cannot be: it says so, instead of waiting for itself for ever. */
class ClosingTest {

    @TempDir
    private Path directory;

    private final AtomicReference<AutoCloseable> node = new AtomicReference<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Test
    void shouldRefuseToCloseAPublisherOnItsOwnThread() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            Publisher sender = group.sender(context -> context.eventListener(this::closeWhenAChildCame));
            node.set(sender);
            group.application("receiver-1");
            assertRefused();
            sender.close();
            sender.close();
        }
    }

    @Test
    void shouldRefuseToCloseARepairHeadOnItsOwnThread() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1))) {
            group.sender();
            RepairHead repairHead = group.repairHead("rh-1",
                    context -> context.eventListener(this::closeWhenAChildCame));
            node.set(repairHead);
            Waiting.until(() -> repairHead.status().parent() != null);
            group.application("receiver-1");
            assertRefused();
            repairHead.close();
            repairHead.close();
        }
    }

    private void closeWhenAChildCame(EngineEvent event) {
        if (event instanceof EngineEvent.ChildBound) {
            try {
                node.get().close();
                closed.complete(null);
            } catch (Exception e) {
                closed.completeExceptionally(e);
            }
        }
    }

    private void assertRefused() {
        assertThat(closed).failsWithin(Duration.ofMinutes(2)).withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("close() waits for the driver");
    }
}
