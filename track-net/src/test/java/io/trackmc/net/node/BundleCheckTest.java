package io.trackmc.net.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.incarnation.MemoryIncarnations;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.net.LossInjector;
import io.trackmc.net.metrics.NodeWatch;
import io.trackmc.proto.tree.ParentCandidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCheckTest {

    private static final int RH = 2;
    private static final int BACKUP = 3;

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();
    private NodeConfig config;

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
                  { name = rh-2, id = 3, region = 2, address = "239.1.1.4" }
                ]
                """);
        config = NodeConfigFile.read(file, Map.of());
    }

    @Test
    void shouldTakeABundleWithAllParents() {
        assertThat(faults(parent(RH, 1), parent(BACKUP, 2))).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldGoOnWithoutAParentThatTheBundleLeavesOut() {
        assertThat(faults(parent(BACKUP, 2))).isEmpty();
        assertThat(warnings).singleElement().asString().contains("receiver-1.conf: parent rh-1 is left out");
        NodeSetup setup = new NodeSetup(config, bundle(parent(BACKUP, 2)), true,
                new MemoryIncarnations(() -> 1, () -> 1), null,
                LossInjector.NONE, _ -> {}, new NodeWatch(config.protocol().tree(), config::nameOf, _ -> {}),
                warnings::add, () -> {},
                null);
        assertThat(setup.parents()).extracting(ParentCandidate::id).containsExactly(BACKUP);
        assertThat(setup.socketConfig().heardRegions()).hasSize(1);
        assertThat(setup.homeRegion()).as("where the node is in the key trees").isOne();
    }

    @Test
    void shouldRefuseABundleOfOtherParents() {
        assertThat(faults(parent(5, 3))).hasSize(2).first().asString()
                .contains("key \"tree.parents\": found rh-1 (id 2, region 1)", "5 (id 5, region 3)");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldRefuseAParentOfAnotherRegion() {
        assertThat(faults(parent(RH, 7), parent(BACKUP, 2))).singleElement().asString()
                .contains("found rh-1 (id 2, region 1)");
    }

    private List<String> faults(ParentSecrets... parents) {
        return BundleCheck.faults(config, bundle(parents), warnings::add);
    }

    private static TransportBundle bundle(ParentSecrets... parents) {
        SecureRandom random = new SecureRandom();
        Member self = new Member(4, "receiver-1", NodeRole.RECEIVER);
        Roster roster = Roster.of(List.of(new Member(1, "sender", NodeRole.SENDER),
                new Member(RH, "rh-1", NodeRole.REPAIR_HEAD), new Member(BACKUP, "rh-2", NodeRole.REPAIR_HEAD), self,
                new Member(5, "rh-3", NodeRole.REPAIR_HEAD)));
        return new TransportBundle(1, "test", self, 1, 1,
                List.of(TransportEpoch.of(1, 1, 0x1000, GroupAuthKey.generate(random))), null, null, List.of(parents),
                roster);
    }

    private static ParentSecrets parent(int id, int region) {
        return new ParentSecrets(id, region, true, RegionSecret.generate(new SecureRandom()), new BindKey());
    }
}
