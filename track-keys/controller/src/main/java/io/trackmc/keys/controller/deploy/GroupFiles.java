package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A new group on disk: both authorities with CAs, keys, logs and key stores, and for each node its identity and its bundles. All keys are
 * fresh but that of the group's owner.
 *
 * <p>Both authorities write down whom they admit and what they release, durably before any bundle is written, and sign each other's logs.
 */
final class GroupFiles {

    private final Path directory;
    private final AuthorityDirectory authorities;
    private final GroupPlan plan;
    private final SecureRandom random;
    private final Instant now;
    private final CertificateAuthority infrastructure;
    private final CertificateAuthority subscribers;
    private final Map<String, KeyPair> nodeKeys = new HashMap<>();

    /** What the owner of the group signs for it. */
    @FunctionalInterface
    interface Policy {

        /**
         * Signs it.
         *
         * @param authorities certificates of the two
         * @param nodes certificates of the others, by name
         */
        SignedPolicy sign(long gid, Map<KeyLayer, NodeCertificate> authorities, Map<String, NodeCertificate> nodes);
    }

    /**
     * Of a group.
     *
     * @param directory where each node gets a directory of its name
     * @param authorities where the authorities keep what is theirs
     */
    GroupFiles(Path directory, AuthorityDirectory authorities, GroupPlan plan, Operators operators, SecureRandom random,
            Instant now) {
        this.directory = directory;
        this.authorities = authorities;
        this.plan = plan;
        this.random = random;
        this.now = now;
        infrastructure = CertificateAuthority.create("Infrastructure CA", operators.infrastructure(), now, random);
        subscribers = CertificateAuthority.create("Subscriber CA", operators.content(), now, random);
        plan.nodes().forEach(node -> nodeKeys.put(node.name(), KeyPair.generate(random)));
    }

    /** Makes all keys and writes all files; fails when one is there already. */
    void write(KeyPair owner, Policy policy) {
        SecureFiles.createDirectory(directory);
        SecureFiles.createDirectory(authorities.path());
        authorities.writeCa(KeyLayer.TRANSPORT, infrastructure);
        authorities.writeCa(KeyLayer.CONTENT, subscribers);
        DeploymentKeys keys = DeploymentKeys.generate(plan, random);
        try (DeploymentLog transport = log(KeyLayer.TRANSPORT, infrastructure, keys);
                DeploymentLog content = log(KeyLayer.CONTENT, subscribers, keys)) {
            writeStates(keys);
            Admissions admissions = new Admissions(transport, content, infrastructure, subscribers, now);
            Map<String, NodeCertificate> certificates = new HashMap<>();
            plan.nodes().forEach(node -> certificates.put(node.name(), admissions.certify(node, keyOf(node))));
            writePolicy(owner, policy.sign(keys.gid(), certificatesOf(transport, content), certificates),
                    List.of(transport, content));
            plan.nodes().forEach(node -> writeNode(keys, node, of(certificates, node), admissions));
            transport.commit();
            content.commit();
            HeadExchange.both(authorities.log(KeyLayer.TRANSPORT), transport.log(), transport.keys(),
                    authorities.log(KeyLayer.CONTENT), content.log(), content.keys(), keys.gid());
            writePlans(keys, owner);
            plan.nodes().forEach(node -> writeBundles(keys, node));
        } finally {
            keys.destroy();
        }
    }

    private DeploymentLog log(KeyLayer layer, CertificateAuthority ca, DeploymentKeys keys) {
        DeploymentLog log = new DeploymentLog(authorities, layer, ca, plan.group(), keys.gid(), now, random);
        log.add(keys.firstEpoch(layer));
        return log;
    }

    private static Map<KeyLayer, NodeCertificate> certificatesOf(DeploymentLog transport, DeploymentLog content) {
        Map<KeyLayer, NodeCertificate> both = new EnumMap<>(KeyLayer.class);
        both.put(KeyLayer.TRANSPORT, transport.certificate());
        both.put(KeyLayer.CONTENT, content.certificate());
        return both;
    }

    private KeyPair keyOf(GroupPlan.Node node) {
        return of(nodeKeys, node);
    }

    private static <T> T of(Map<String, T> byName, GroupPlan.Node node) {
        T found = byName.get(node.name());
        if (found == null) {
            throw new IllegalArgumentException("no node " + node.name());
        }
        return found;
    }

    /** With these an authority can be opened later, and go on. */
    private void writeStates(DeploymentKeys keys) {
        for (KeyLayer layer : KeyLayer.values()) {
            SecureFiles.createDirectory(authorities.own(layer));
            try (AuthorityStateFile state = new AuthorityStateFile(
                    authorities.own(layer).resolve(AuthorityStateFile.NAME), authorities.store(layer).create(random))) {
                state.write(layer == KeyLayer.TRANSPORT ? keys.transport() : keys.content());
            }
        }
    }

    private void writePlans(DeploymentKeys keys, KeyPair owner) {
        Map<String, String> repairHeads = new HashMap<>();
        plan.nodes().stream().filter(node -> node.role() == NodeRole.REPAIR_HEAD)
                .forEach(node -> repairHeads.put(node.name(), keyOf(node).keySha256()));
        GroupPlanFile file = new GroupPlanFile(plan, owner.verificationKey().hex(), keys.content().anchor(),
                repairHeads);
        for (KeyLayer layer : KeyLayer.values()) {
            file.write(authorities.own(layer).resolve(GroupPlanFile.NAME), owner);
        }
    }

    private void writePolicy(KeyPair owner, SignedPolicy policy, List<DeploymentLog> logs) {
        SecureFiles.create(authorities.path().resolve(DeploymentFiles.OWNER_KEY), owner.privateKeyPem());
        SecureFiles.createPublic(authorities.policy(), policy.bytes());
        for (KeyLayer layer : KeyLayer.values()) {
            SecureFiles.createPublic(authorities.own(layer).resolve(DeploymentFiles.POLICY), policy.bytes());
        }
        String hash = HexFormat.of().formatHex(policy.hash());
        logs.forEach(log -> log.add(new LogEntry.Token(policy.token().edition(), hash)));
    }

    /** Identity and entries of a node. Its bundles come when the entries are on the disk. */
    private void writeNode(DeploymentKeys keys, GroupPlan.Node node, NodeCertificate certificate,
            Admissions admissions) {
        Path own = directory.resolve(node.name());
        SecureFiles.createDirectory(own);
        SecureFiles.createPublic(own.resolve(DeploymentFiles.CERTIFICATE), certificate.pem());
        SecureFiles.create(own.resolve(DeploymentFiles.PRIVATE_KEY), keyOf(node).privateKeyPem());
        writeAuthorities(own, node.role() != NodeRole.REPAIR_HEAD);
        TransportBundle transport = keys.transportBundle(node);
        admissions.toTransport(node, certificate, ReleaseNames.of(transport, keys.transport()));
        Bundles.forget(transport);
        if (node.role() != NodeRole.REPAIR_HEAD) {
            ContentBundle content = keys.contentBundle(node);
            admissions.toContent(node, certificate, ReleaseNames.of(content, keys.content(), node.id()));
            Bundles.forget(content);
        }
    }

    /** By what a node knows the authorities that it has to do with. */
    private void writeAuthorities(Path own, boolean opensContent) {
        SecureFiles.createPublic(own.resolve(DeploymentFiles.INFRASTRUCTURE_CA), infrastructure.certificatePem());
        SecureFiles.createPublic(own.resolve(DeploymentFiles.CONTROLLER_CERTIFICATE),
                SecureFiles.read(authorities.certificate(KeyLayer.TRANSPORT), _ -> {}));
        if (opensContent) {
            SecureFiles.createPublic(own.resolve(DeploymentFiles.SUBSCRIBER_CA), subscribers.certificatePem());
            SecureFiles.createPublic(own.resolve(DeploymentFiles.CONTENT_AUTHORITY_CERTIFICATE),
                    SecureFiles.read(authorities.certificate(KeyLayer.CONTENT), _ -> {}));
        }
    }

    private void writeBundles(DeploymentKeys keys, GroupPlan.Node node) {
        Path own = directory.resolve(node.name());
        TransportBundle transport = keys.transportBundle(node);
        SecureFiles.create(own.resolve(DeploymentFiles.TRANSPORT_BUNDLE), new TransportBundleFile().encode(transport));
        Bundles.forget(transport);
        if (node.role() != NodeRole.REPAIR_HEAD) {
            ContentBundle content = keys.contentBundle(node);
            SecureFiles.create(own.resolve(DeploymentFiles.CONTENT_BUNDLE), new ContentBundleFile().encode(content));
            Bundles.forget(content);
        }
    }
}
