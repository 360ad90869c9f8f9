package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that comes while everybody has the next content epoch and nobody uses it yet. */
@Timeout(300)
class JoinWhileChangingTest {

    private static final int LENGTH = 300;

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatIsStillSealedUnderTheEpochBefore() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2));
                Authority controller = authority(group, KeyLayer.TRANSPORT);
                Authority contentAuthority = authority(group, KeyLayer.CONTENT)) {
            group.joining(controller, contentAuthority);
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Application first = group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            Messages messages = new Messages(LENGTH);
            publish(sender, messages);
            contentAuthority.compromised("rh-1");
            Waiting.until(() -> first.subscription.status().keys().content().installedEpoch() == 2
                    && contentAuthority.status().active() == 1);

            Application late = group.application("receiver-2");
            while (late.subscription.status().messages() < 100) {
                publish(sender, messages);
            }

            assertThat(late.subscription.status().keys().content()).isEqualTo(new KeyStatus.Layer(1, 1, 1, 2));
            Await.future(sender.finish());
            for (Application receiver : new Application[] {first, late}) {
                receiver.awaitEnd();
                assertThat(receiver.faults).isEmpty();
                assertThat(receiver.gaps).as(group::story).isEmpty();
                assertThat(receiver.last()).isEqualTo(messages.count() - 1);
            }
        }
    }

    /** Nobody uses what it makes for a minute. */
    private static Authority authority(Group group, KeyLayer layer) throws IOException {
        Duration minute = Duration.ofMinutes(1);
        return Authority.open(AuthoritySettings.of(layer, group.directory(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).with(
                        new AuthoritySettings.Rekeying(
                                Duration.ZERO, 1, Duration.ZERO, minute, minute.multipliedBy(2), minute)),
                _ -> {});
    }

    private static void publish(Publisher sender, Messages messages) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            assertThat(sender.blocking().publish(messages.next(LENGTH), 0, LENGTH)).isPositive();
        }
    }
}
