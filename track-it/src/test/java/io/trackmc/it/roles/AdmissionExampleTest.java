package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.examples.AdmissionByList;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of an admission rule, at both authorities of a group that runs. */
@Timeout(300)
class AdmissionExampleTest {

    @TempDir
    private Path directory;

    @Test
    void shouldGiveKeysToReceiversOnTheListAlone() throws Exception {
        AdmissionByList rule = new AdmissionByList();
        Path list = Files.writeString(directory.resolve("subscribers"), "receiver-1\n");
        rule.use(list);
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2));
                Authority controller = authority(group, KeyLayer.TRANSPORT, rule);
                Authority contentAuthority = authority(group, KeyLayer.CONTENT, rule)) {
            group.joining(controller, contentAuthority);
            Publisher sender = group.sender();
            group.repairHead("rh-1");
            Application paid = group.application("receiver-1");
            assertThatThrownBy(() -> group.receiver("receiver-2")).isInstanceOf(RegistrationException.class)
                    .hasMessageContaining("receiver-2: not on the list of subscribers");
            Files.writeString(list, "receiver-1\nreceiver-2\n");
            rule.use(list);
            Application late = group.application("receiver-2");
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(500);
            for (int i = 0; i < 1_000; i++) {
                sender.blocking().publish(messages.next(500), 0, 500);
            }
            assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);
            assertThat(paid.awaitEnd().checksum()).isEqualTo(messages.checksum());
            assertThat(late.awaitEnd().checksum()).isEqualTo(messages.checksum());
            Files.delete(list);
            assertThatThrownBy(() -> rule.use(list)).isInstanceOf(NoSuchFileException.class);
        }
    }

    private static Authority authority(Group group, KeyLayer layer, AdmissionByList rule) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, group.directory(),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).withAdmission(rule), _ -> {});
    }
}
