package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.ReceiverAddition;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.net.Addresses;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that is added while the group runs: no other node is started again, and no authority. */
@Timeout(300)
class AddedReceiverTest {

    private static final int LENGTH = 300;

    @TempDir
    private Path directory;

    private final Messages messages = new Messages(LENGTH);
    private Group group;
    private Authority controller;
    private Authority contentAuthority;

    @BeforeEach
    void open() throws IOException {
        group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 1)).losing(0.02);
        openAuthorities();
    }

    @AfterEach
    void close() {
        group.close();
        controller.close();
        contentAuthority.close();
    }

    @Test
    void itJoinsReadsAndCanBeExpelledAsIfItHadAlwaysBeenThere() throws Exception {
        Publisher sender = group.sender();
        RepairHead repairHead = group.repairHead("rh-1");
        Application first = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        publishUntil(sender, () -> first.subscription.status().messages() > 0);

        ReceiverAddition.Added added = add("late-1");
        Application late = group.application("late-1");
        publishUntil(sender, () -> late.subscription.status().messages() > 100);

        assertThat(late.subscription.status().parent()).isEqualTo("rh-1");
        assertThat(repairHead.status().children()).extracting(ChildStatus::id).contains(added.id());
        add("late-2");
        Application expelled = group.application("late-2");
        publishUntil(sender, () -> expelled.subscription.status().messages() > 0);
        controller.expel("late-2", "has not paid");
        contentAuthority.expel("late-2", "has not paid");
        publishUntil(sender, () -> late.subscription.status().keys().content().activeEpoch() == 2
                && expelled.subscription.finished().isDone());
        assertThat(expelled.subscription.finished()).isCompletedExceptionally();
        Await.future(sender.finish());
        for (Application receiver : List.of(first, late)) {
            receiver.awaitEnd();
            assertThat(receiver.faults).isEmpty();
            assertThat(receiver.gaps).as(group::story).isEmpty();
            assertThat(receiver.last()).isEqualTo(messages.count() - 1);
        }
        assertThat(entries(KeyLayer.CONTENT)).filteredOn(LogEntry.Plan.class::isInstance).hasSize(2);
        assertThat(entries(KeyLayer.CONTENT)).filteredOn(LogEntry.CertificateIssued.class::isInstance).hasSize(2);
        assertThat(entries(KeyLayer.TRANSPORT)).filteredOn(LogEntry.Plan.class::isInstance).hasSize(2);
        assertThat(entries(KeyLayer.TRANSPORT)).noneMatch(LogEntry.CertificateIssued.class::isInstance);
    }

    @Test
    void itIsStillKnownWhenTheAuthoritiesAreOpenedAgainWithoutWhatWasOffered() throws Exception {
        add("late-1");
        group.receiver("late-1").close();
        controller.close();
        contentAuthority.close();
        Files.delete(AuthorityDirectory.of(group.directory()).plan());

        openAuthorities();

        group.receiver("late-1").close();
    }

    @Test
    void aPlanThatTakesSomebodyOutIsRefused() throws Exception {
        Path offered = AuthorityDirectory.of(group.directory()).plan();
        Path inForce = group.directory().resolve("authorities/content-authority/group.plan");
        byte[] smaller = Files.readAllBytes(inForce);
        add("late-1");
        group.receiver("late-1").close();

        Files.write(offered, smaller);

        Waiting.until(() -> contentAuthority.status().refusals().containsKey("group-plan"));
        group.receiver("late-1").close();
    }

    @Test
    void whoeverIsInNoPlanIsRefused() {
        add("late-1");
        Path plan = AuthorityDirectory.of(group.directory()).plan();

        assertThat(plan.toFile().delete()).isTrue();

        assertThatThrownBy(() -> group.receiver("late-1")).isInstanceOf(RegistrationException.class)
                .hasMessageContaining("not-a-member");
    }

    private ReceiverAddition.Added add(String name) {
        return ReceiverAddition.add(group.directory(),
                new ReceiverAddition.Wanted(name, List.of("rh-1", "sender"), Addresses.format(controller.address()),
                        Addresses.format(contentAuthority.address())),
                new SecureRandom(), InstantSource.system(), _ -> {});
    }

    private void openAuthorities() throws IOException {
        controller = authority(KeyLayer.TRANSPORT);
        contentAuthority = authority(KeyLayer.CONTENT);
        group.joining(controller, contentAuthority);
    }

    private Authority authority(KeyLayer layer) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, group.directory(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), _ -> {});
    }

    private List<LogEntry> entries(KeyLayer layer) {
        List<LogEntry> entries = new ArrayList<>();
        LogFiles.read(AuthorityDirectory.of(group.directory()).log(layer),
                (record, _) -> entries.add(record.entry()));
        return entries;
    }

    private void publishUntil(Publisher sender, BooleanSupplier condition) throws Exception {
        long limit = messages.count() + 5_000_000;
        while (!condition.getAsBoolean()) {
            for (int i = 0; i < 20; i++) {
                assertThat(sender.blocking().publish(messages.next(LENGTH), 0, LENGTH)).isPositive();
            }
            assertThat(messages.count()).as("messages until it came about").isLessThan(limit);
        }
    }
}
