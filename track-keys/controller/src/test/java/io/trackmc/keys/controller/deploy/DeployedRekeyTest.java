package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities opened from the files of a deployment expel a receiver, and every other node follows from its own files. */
class DeployedRekeyTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String EXPELLED = "receiver-1";

    @TempDir
    private Path temporary;

    private final SecureRandom random = new SecureRandom();
    private DeploymentPlan plan;
    private Path directory;

    @BeforeEach
    void deploy() {
        plan = DeploymentPlan.of("demo", "239.1.2.3", 4000, List.of(NodeSpec.sender(),
                NodeSpec.under("rh-2", "rh-3", NodeRole.REPAIR_HEAD),
                NodeSpec.under("sender", "rh-1", NodeRole.REPAIR_HEAD),
                NodeSpec.under("sender", "rh-2", NodeRole.REPAIR_HEAD),
                NodeSpec.under("rh-1", "receiver-1", NodeRole.RECEIVER),
                NodeSpec.under("rh-1", "receiver-2", NodeRole.RECEIVER),
                NodeSpec.under("rh-2", "receiver-3", NodeRole.RECEIVER),
                NodeSpec.under("rh-3", "receiver-4", NodeRole.RECEIVER),
                NodeSpec.under("sender", "receiver-5", NodeRole.RECEIVER)));
        directory = temporary.resolve("d");
        StaticDeployment.write(directory, plan, random, InstantSource.fixed(NOW));
    }

    @Test
    void everyNodeButTheExpelledFollowsBothLayers() {
        AuthorityDirectory authorities = AuthorityDirectory.of(directory);
        TransportTree transport = authorities.state(KeyLayer.TRANSPORT).openTransport(random, _ -> {});
        ContentTree content = authorities.state(KeyLayer.CONTENT).openContent(random, _ -> {});
        int expelled = plan.node(EXPELLED).id();
        transport.expel(expelled);
        content.expel(expelled);
        RekeyTerms terms = RekeyTerms.of(RekeyReason.EXPULSION, NOW, 0, 1_000, 1_000, NOW.plusSeconds(60));
        Rekey transportRekey = transport.rekey(terms, null);
        Rekey contentRekey = content.rekey(terms, null);
        for (PlannedNode node : plan.nodes()) {
            follow(node, transportRekey, contentRekey);
        }
    }

    private void follow(PlannedNode node, Rekey transportRekey, Rekey contentRekey) {
        TransportBundle bundle = new TransportBundleFile()
                .read(directory.resolve(node.name()).resolve(DeploymentFiles.TRANSPORT_BUNDLE), _ -> {});
        NodeHopKeys hopKeys = new NodeHopKeys(bundle, new Incarnation(1, 1));
        ContentKeys contentKeys = null;
        KeyUpdates updates;
        if (node.member().role() == NodeRole.REPAIR_HEAD) {
            updates = TransportRekeys.forRepairHead(bundle, hopKeys);
        } else {
            ContentBundle content = new ContentBundleFile()
                    .read(directory.resolve(node.name()).resolve(DeploymentFiles.CONTENT_BUNDLE), _ -> {});
            contentKeys = new ContentKeys(content);
            updates = ContentRekeys.forMember(bundle, hopKeys, content, contentKeys);
        }
        take(updates, transportRekey);
        take(updates, contentRekey);
        boolean follows = !node.name().equals(EXPELLED);
        int expelled = plan.node(EXPELLED).id();
        assertThat(updates.isExpelled(expelled)).isEqualTo(hopKeys.mayMeet(expelled));
        assertThat(updates.applied(KeyLayer.TRANSPORT)).as(node.name()).isEqualTo(follows ? 1 : 0);
        assertThat(hopKeys.transportEpoch()).as(node.name()).isEqualTo(follows ? 2 : 1);
        if (contentKeys != null) {
            assertThat(contentKeys.keyRing().newest().epoch()).as(node.name()).isEqualTo(follows ? 2 : 1);
        }
    }

    private static void take(KeyUpdates updates, Rekey rekey) {
        byte[] header = rekey.header();
        assertThat(updates.header(header, 0, header.length)).isNull();
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            byte[] chunk = rekey.chunk(part);
            updates.chunk(chunk, 0, chunk.length);
        }
    }
}
