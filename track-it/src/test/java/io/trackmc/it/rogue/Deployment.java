package io.trackmc.it.rogue;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A deployment on disk, as {@code keys init} makes it, with its authorities and members.
 *
 * <pre>
 *   sender ─┬─ rh-1 ── receiver-1
 *           └─ rh-2 ── receiver-2, receiver-3      nobody has a backup
 * </pre>
 */
final class Deployment {

    static final String ROGUE = "rh-1";
    static final String OTHER_HEAD = "rh-2";
    static final String OWN_RECEIVER = "receiver-1";
    static final String OTHER_RECEIVER = "receiver-2";

    final Path directory;
    final Instant now = Instant.now();
    private final SecureRandom random = new SecureRandom();
    private final TransportTree transport;
    private final ContentTree content;

    Deployment(Path directory) {
        this.directory = directory;
        StaticDeployment.write(directory, DeploymentPlan.of("news", "239.1.2.3", 4000, List.of(NodeSpec.sender(),
                node("sender", ROGUE, NodeRole.REPAIR_HEAD), node("sender", OTHER_HEAD, NodeRole.REPAIR_HEAD),
                node(ROGUE, OWN_RECEIVER, NodeRole.RECEIVER), node(OTHER_HEAD, OTHER_RECEIVER, NodeRole.RECEIVER),
                node(OTHER_HEAD, "receiver-3", NodeRole.RECEIVER))),
                random, InstantSource.fixed(now));
        AuthorityDirectory files = AuthorityDirectory.of(directory);
        try (AuthorityStateFile state = files.state(KeyLayer.TRANSPORT)) {
            transport = state.openTransport(random, _ -> {});
        }
        try (AuthorityStateFile state = files.state(KeyLayer.CONTENT)) {
            content = state.openContent(random, _ -> {});
        }
    }

    /** What a node has on its disk. */
    DeployedNode node(String name) {
        return new DeployedNode(directory.resolve(name));
    }

    Path authorities() {
        return directory.resolve(DeploymentFiles.AUTHORITIES);
    }

    /** The CA of a layer. */
    CertificateAuthority ca(KeyLayer layer) {
        return AuthorityDirectory.of(directory).ca(layer, _ -> {}, random);
    }

    /** The transport controller's next rekey. */
    Rekey rekeyTransport() {
        return transport.rekey(terms(), null);
    }

    /** The content authority's next rekey. */
    Rekey rekeyContent() {
        return content.rekey(terms(), null);
    }

    /** The content authority's next rekey, with which somebody goes. */
    Rekey expelFromContent(String name) {
        content.expel(node(name).transportBundle().self().id());
        return content.rekey(terms(), null);
    }

    /** SHA-256 of the public keys of all repair heads that the transport controller has admitted. */
    Set<String> repairHeadKeys() {
        Set<String> keys = new HashSet<>();
        LogFiles.read(AuthorityDirectory.of(directory).log(KeyLayer.TRANSPORT), (record, _) -> {
            if (record.entry() instanceof LogEntry.MemberAdmitted e
                    && e.role().equals(NodeRole.REPAIR_HEAD.text())) {
                keys.add(e.key());
            }
            return true;
        });
        return keys;
    }

    NodeCertificate certificate(String name) {
        return NodeCertificate.read(name, read(directory.resolve(name).resolve(DeploymentFiles.CERTIFICATE)));
    }

    KeyPair privateKey(String name) {
        return KeyPair.read(name, read(directory.resolve(name).resolve(DeploymentFiles.PRIVATE_KEY)));
    }

    RekeyTerms terms() {
        return RekeyTerms.of(RekeyReason.SCHEDULED, now, 0, 1_000, 1_000, now.plusSeconds(60));
    }

    static List<byte[]> chunks(Rekey rekey) {
        return Stream.iterate(1, part -> part + 1).limit(rekey.chunkCount()).map(rekey::chunk).toList();
    }

    private static NodeSpec node(String parent, String name, NodeRole role) {
        return new NodeSpec(name, role, parent, List.of(), null);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
