package io.trackmc.net.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.incarnation.MemoryIncarnations;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.net.LossInjector;
import io.trackmc.net.metrics.NodeWatch;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that an authority has given a running node are put in or erased, one of the two. */
class KeysOnTheirWayTest {

    @TempDir
    private Path directory;

    private final CompletableFuture<LongConsumer> command = new CompletableFuture<>();
    private final CompletableFuture<Void> erased = new CompletableFuture<>();
    private final AtomicInteger installed = new AtomicInteger();
    private NodeSetup setup;
    private ChangingKeys keys;

    @BeforeEach
    void configure() throws IOException {
        Path file = Files.writeString(directory.resolve("receiver-1.conf"), """
                node { name = receiver-1, id = 4, role = receiver }
                group { name = test, address = "239.1.1.1", port = 5000 }
                net { datagram-bytes = 1408, ttl = 1 }
                window.packets = 2048
                keys { transport = t.bundle, content = c.bundle }
                state.directory = state
                tree.parents = [
                  { name = rh-1, id = 2, region = 1, address = "239.1.1.3", unicast = "127.0.0.1:6000" }
                ]
                authorities {
                  content-authority = "127.0.0.1:7000", subscriber-ca = ca.pem
                  content-authority-certificate = authority.pem, certificate = own.pem, private-key = own.key
                }
                """);
        NodeConfig config = NodeConfigFile.read(file, Map.of());
        MemoryIncarnations incarnations = new MemoryIncarnations(() -> 1, () -> 1);
        setup = new NodeSetup(config, bundle(), true, incarnations, null, LossInjector.NONE, _ -> {},
                new NodeWatch(config.protocol().tree(), config::nameOf, _ -> {}), _ -> {}, () -> {}, null);
        NodeHopKeys hopKeys = new NodeHopKeys(bundle(), incarnations.next());
        keys = ChangingKeys.of(setup, TransportRekeys.forRepairHead(bundle(), hopKeys), hopKeys);
    }

    @Test
    void shouldBePutInByTheDriver() throws Exception {
        try (Reregistration _ = asking(command::complete)) {
            commanded().accept(0);
        }

        assertThat(installed).hasValue(1);
        assertThat(erased).isNotDone();
    }

    @Test
    void shouldBeErasedWhenTheNodeEndsBeforeTheDriverHasThem() throws Exception {
        try (Reregistration _ = asking(command::complete)) {
            commanded();
        }

        assertThat(erased).isDone();
        commanded().accept(0);
        assertThat(installed).hasValue(0);
    }

    @Test
    void shouldBeErasedWhenTheNodeHasEnded() throws Exception {
        try (Reregistration _ = asking(_ -> false)) {
            erased.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void shouldBeErasedWhenTooManyCommandsWait() throws Exception {
        Predicate<LongConsumer> full = _ -> {
            throw new RejectedExecutionException("full");
        };
        try (Reregistration _ = asking(full)) {
            erased.get(1, TimeUnit.MINUTES);
        }
    }

    private Reregistration asking(Predicate<LongConsumer> driver) {
        Reregistration registration = new Reregistration(setup, keys, driver,
                (_, _, given) -> given.install(), (_, _) -> {}).content(
                        () -> new Reregistration.Given(
                                installed::incrementAndGet, () -> erased.complete(null)));
        registration.ask(KeyLayer.CONTENT);
        return registration;
    }

    private LongConsumer commanded() throws Exception {
        return command.get(1, TimeUnit.MINUTES);
    }

    private static TransportBundle bundle() {
        SecureRandom random = new SecureRandom();
        Member self = new Member(4, "receiver-1", NodeRole.RECEIVER);
        Roster roster = Roster.of(List.of(new Member(1, "sender", NodeRole.SENDER),
                new Member(2, "rh-1", NodeRole.REPAIR_HEAD), self));
        return new TransportBundle(1, "test", self, 1, 1,
                List.of(TransportEpoch.of(1, 1, 0x1000, GroupAuthKey.generate(random))), null, null,
                List.of(new ParentSecrets(2, 1, true, RegionSecret.generate(random), new BindKey())), roster);
    }
}
