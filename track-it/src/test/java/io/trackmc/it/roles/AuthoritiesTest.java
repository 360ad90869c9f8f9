package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Question;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.net.authority.Registration;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes get their keys from real authorities over TLS, and the sender their rekeys, while data flow over loopback multicast. */
@Timeout(300)
class AuthoritiesTest {

    private static final int LENGTH = 500;

    @TempDir
    private Path directory;

    private final AtomicLong requests = new AtomicLong();
    private Group group;
    private Authority controller;
    private Authority contentAuthority;

    @BeforeEach
    void open() throws IOException {
        group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.02);
        controller = authority(KeyLayer.TRANSPORT);
        contentAuthority = authority(KeyLayer.CONTENT);
        group.joining(controller, contentAuthority);
    }

    @AfterEach
    void close() {
        group.close();
        controller.close();
        contentAuthority.close();
    }

    @Test
    void shouldRefuseAWrongInterfaceBeforeAnyAuthorityIsAsked() {
        group.with("net.interface", "nonesuch");
        assertThatThrownBy(() -> group.repairHead("rh-1",
                context -> context.keyRequestListener(requests::incrementAndGet)))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining("'nonesuch': none fits");
        assertThat(requests).hasValue(0);
    }

    @Test
    void shouldSayThatItsCertificateHasExpiredBeforeAnyAuthorityIsAsked() throws IOException {
        Path own = group.directory().resolve("rh-1");
        Path key = own.resolve("key.pem");
        Files.write(own.resolve("certificate.pem"), AuthorityDirectory.of(group.directory())
                .ca(KeyLayer.TRANSPORT, _ -> {}, new SecureRandom()).issuePem("rh-1", RoleOid.REPAIR_HEAD,
                        KeyPair.read(key.toString(), Files.readAllBytes(key)),
                        Instant.now().minus(Duration.ofDays(1000))));
        assertThatThrownBy(() -> group.repairHead("rh-1",
                context -> context.keyRequestListener(requests::incrementAndGet)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("certificate.pem: found a certificate that expired at ");
        assertThat(requests).hasValue(0);
    }

    @Test
    void shouldNameTheAddressAtWhichItCannotListen() {
        contentAuthority.close();
        AuthoritySettings taken = AuthoritySettings.of(KeyLayer.CONTENT, group.directory(), controller.address());
        assertThatThrownBy(() -> Authority.open(taken, _ -> {})).isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen at ").hasMessageContaining(":" + controller.address().getPort());
    }

    @Test
    void shouldExpelAReceiverAndTakeNobodyBackButThoseWhoStayed() throws Exception {
        Publisher sender = group.sender(context -> context.keyRequestListener(requests::incrementAndGet));
        RepairHead repairHead = group.repairHead("rh-1",
                context -> context.keyRequestListener(requests::incrementAndGet));
        Application staying = group.application("receiver-1",
                context -> context.once(true).keyRequestListener(requests::incrementAndGet));
        Application leaving = group.application("receiver-2",
                context -> context.once(true).keyRequestListener(requests::incrementAndGet));
        Await.future(sender.receiversBound(2));
        assertThat(requests).hasValue(7);
        Messages messages = new Messages(LENGTH);
        publishUntil(sender, messages, () -> leaving.subscription.status().messages() > 0);

        controller.expel("receiver-2", "has not paid");
        contentAuthority.expel("receiver-2", "has not paid");

        publishUntil(sender, messages, () -> isActive(2, repairHead.status().keys().transport())
                && isActive(2, staying.subscription.status().keys().content()));
        publishUntil(sender, messages,
                () -> controller.status().active() == 2 && contentAuthority.status().active() == 2);
        // A Heartbeat may have told the new epoch: what it protects, and who left must not read, comes now.
        publish(sender, messages);
        leaving.awaitEnd();
        assertThat(leaving.received).isLessThan(messages.count());
        assertThatThrownBy(() -> group.receiver("receiver-2")).isInstanceOf(RegistrationException.class)
                .hasMessageContaining("transport-controller").hasMessageContaining("gives this node no keys: expelled");
        repairHead.close();
        RepairHead again = group.repairHead("rh-1");
        assertThat(again.status().keys().transport().activeEpoch()).isEqualTo(2);
        publishUntil(sender, messages, () -> again.status().cumAck() > 0);
        assertThat(Await.future(sender.finish()).confirmed()).isOne();
        staying.awaitEnd();
        assertThat(staying.faults).isEmpty();
        assertThat(staying.gaps).as(group::story).isEmpty();
        assertThat(staying.received).isEqualTo(messages.count());
        assertThat(staying.checksum()).isEqualTo(messages.checksum());
    }

    @Test
    void shouldTakeWhoJoinsWhenItsRepairHeadWasExpelledUnderItsBackup() throws Exception {
        Publisher sender = group.sender();
        RepairHead repairHead = group.repairHead("rh-1");
        Application staying = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        Messages messages = new Messages(LENGTH);
        controller.expel("rh-1", "switched off");
        publishUntil(sender, messages, () -> repairHead.status().state() == RepairHeadState.DRAINED
                && isActive(2, staying.subscription.status().keys().transport()));
        List<String> warnings = new ArrayList<>();

        Application late = group.application("receiver-2",
                context -> context.once(true).warnings(warnings::add));
        publishUntil(sender, messages, () -> late.received > 0);

        assertThat(late.subscription.status().parent()).isEqualTo("sender");
        assertThat(warnings).filteredOn(line -> line.contains("parent rh-1 is left out")).hasSize(1);
        Await.future(sender.finish());
        for (Application receiver : List.of(staying, late)) {
            receiver.awaitEnd();
            assertThat(receiver.faults).isEmpty();
            assertThat(receiver.gaps).as(group::story).isEmpty();
            assertThat(receiver.last()).isEqualTo(messages.count() - 1);
        }
        assertThatThrownBy(() -> group.repairHead("rh-1")).isInstanceOf(RegistrationException.class)
                .hasMessageContaining("gives this node no keys: expelled");
    }

    @Test
    void shouldGoOnWithoutTheAuthoritiesAndFollowThemWhenTheyAreBack() throws Exception {
        Publisher sender = group.sender();
        group.repairHead("rh-1");
        Application receiver = group.application("receiver-1");
        Await.future(sender.receiversBound(1));
        InetSocketAddress address = contentAuthority.address();
        contentAuthority.close();
        Messages messages = new Messages(LENGTH);
        for (int i = 0; i < 2_000; i++) {
            publish(sender, messages);
        }
        contentAuthority = Authority.open(
                AuthoritySettings.of(KeyLayer.CONTENT, group.directory(), address), _ -> {});
        contentAuthority.expel("receiver-2", "never came");

        publishUntil(sender, messages, () -> isActive(2, receiver.subscription.status().keys().content()));

        assertThat(Await.future(sender.finish()).confirmed()).isOne();
        receiver.awaitEnd();
        assertThat(receiver.gaps).as(group::story).isEmpty();
        assertThat(receiver.received).isEqualTo(messages.count());
    }

    @Test
    void shouldAskNobodyElseOfTheSameCaAndRole() throws Exception {
        Path known = group.directory().resolve("receiver-1/transport-controller.pem");
        controller.close();
        Path shown = AuthorityDirectory.of(group.directory()).certificate(KeyLayer.TRANSPORT);
        byte[] before = Files.readAllBytes(shown);
        certifyAnotherController();
        controller = authority(KeyLayer.TRANSPORT);
        group.joining(controller, contentAuthority);

        assertThatThrownBy(this::joinOnce).isInstanceOf(RegistrationException.class)
                .hasMessageContaining("with another key than the transport-controller that is known here");
        assertThat(controller.status().requests()).isZero();

        Files.write(known, Files.readAllBytes(shown), StandardOpenOption.APPEND);
        assertThat(joinOnce().self().name()).isEqualTo("receiver-1");
        assertThat(new String(Files.readAllBytes(known), StandardCharsets.US_ASCII))
                .startsWith(new String(before, StandardCharsets.US_ASCII));
    }

    /** As one who holds a certificate of the same name and role, from the same CA: it is shown from now on. */
    private void certifyAnotherController() throws IOException {
        AuthorityDirectory files = AuthorityDirectory.of(group.directory());
        KeyPair other = KeyPair.generate(new SecureRandom());
        byte[] certificate = files.ca(KeyLayer.TRANSPORT, _ -> {}, new SecureRandom())
                .issuePem("transport-controller", RoleOid.TRANSPORT_CONTROLLER, other, Instant.now());
        Files.write(files.certificate(KeyLayer.TRANSPORT), certificate);
        Files.write(files.privateKey(KeyLayer.TRANSPORT), other.privateKeyPem());
    }

    private TransportBundle joinOnce() {
        NodeConfig config = group.config("receiver-1");
        return new Registration(new NodeAuthorities(config).transportController().orElseThrow(), Duration.ZERO,
                () -> {},
                _ -> {}).join(() -> new Question<>() {
                    @Override
                    public Ask.Join ask() {
                        return new Ask.Join(config.groupName(), Blob.EMPTY);
                    }

                    @Override
                    public TransportBundle keys(Blob bundle) {
                        return new TransportBundleFile().decode("keys", bundle.copy());
                    }
                });
    }

    private Authority authority(KeyLayer layer) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, group.directory(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), _ -> {});
    }

    private static void publishUntil(Publisher sender, Messages messages, BooleanSupplier condition) throws Exception {
        long limit = messages.count() + 5_000_000;
        while (!condition.getAsBoolean()) {
            for (int i = 0; i < 100; i++) {
                publish(sender, messages);
            }
            assertThat(messages.count()).as("messages until it came about").isLessThan(limit);
        }
    }

    private static void publish(Publisher sender, Messages messages) throws InterruptedException {
        assertThat(sender.blocking().publish(messages.next(LENGTH), 0, LENGTH)).isPositive();
    }

    private static boolean isActive(long epoch, KeyStatus.Layer layer) {
        return layer.activeEpoch() == epoch;
    }
}
