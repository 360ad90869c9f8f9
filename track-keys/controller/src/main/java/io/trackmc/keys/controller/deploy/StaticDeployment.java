package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.policy.PolicyRule;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole private deployment on disk, made in one go with fresh keys.
 *
 * <pre>
 *   authorities/                    what the authorities keep ({@link AuthorityDirectory})
 *   authorities/transport-controller/    what authenticates packets: keys of everybody
 *   authorities/content-authority/       what opens content: keys of sender and receivers
 *   controller.conf, content-authority.conf    configuration of the authorities
 *   NODE.conf                       configuration
 *   NODE/transport.bundle           what authenticates packets
 *   NODE/content.bundle             what opens content: sender and receivers only
 *   NODE/certificate.pem, key.pem   identity
 *   NODE/infrastructure-ca.pem, subscriber-ca.pem   by which it knows the authorities; the second for sender and receivers only
 * </pre>
 *
 * <p>Both authorities write down whom they admit and what they release, durably before any bundle is written, and sign each other's logs.
 *
 * <p>Take each node its own {@code .conf} file and directory, and nothing else. Files with secrets have mode 0600.
 */
public final class StaticDeployment {

    private final Path directory;
    private final AuthorityDirectory authorities;
    private final DeploymentPlan plan;
    private final SecureRandom random;
    private final Instant now;
    private final CertificateAuthority infrastructure;
    private final CertificateAuthority subscribers;

    private StaticDeployment(
            Path directory, DeploymentPlan plan, Operators operators, SecureRandom random, Instant now) {
        this.directory = directory;
        authorities = new AuthorityDirectory(directory.resolve(DeploymentFiles.AUTHORITIES));
        this.plan = plan;
        this.random = random;
        this.now = now;
        infrastructure = CertificateAuthority.create("Infrastructure CA", operators.infrastructure(), now, random);
        subscribers = CertificateAuthority.create("Subscriber CA", operators.content(), now, random);
    }

    /**
     * Makes all keys and writes all files.
     *
     * @param directory made when it is not there
     * @return configuration files in the order of the plan's nodes
     * @throws DeploymentException when a file or directory of it is there already; nothing is written then, and nothing is left
     *     when writing fails half-way
     */
    public static List<Path> write(
            Path directory, DeploymentPlan plan, SecureRandom random, InstantSource wallClock) {
        return write(directory, plan, Operators.of(plan.groupName()), random, wallClock);
    }

    /** The same with the names of those who run it. */
    public static List<Path> write(Path directory, DeploymentPlan plan, Operators operators, SecureRandom random,
            InstantSource wallClock) {
        refuseToOverwrite(directory, plan);
        try {
            return new StaticDeployment(directory, plan, operators, random, wallClock.instant()).write();
        } catch (KeyFileException e) {
            targets(directory, plan).forEach(StaticDeployment::deleteQuietly);
            throw e;
        }
    }

    private List<Path> write() {
        SecureFiles.createDirectory(directory);
        SecureFiles.createDirectory(authorities.path());
        authorities.writeCa(KeyLayer.TRANSPORT, infrastructure);
        authorities.writeCa(KeyLayer.CONTENT, subscribers);
        DeploymentKeys keys = DeploymentKeys.generate(plan, random);
        try (DeploymentLog transport = log(KeyLayer.TRANSPORT, infrastructure, keys);
                DeploymentLog content = log(KeyLayer.CONTENT, subscribers, keys)) {
            writeStates(keys);
            KeyPair owner = writePolicy(keys.gid(), List.of(transport, content));
            List<KeyPair> nodeKeys = plan.nodes().stream().map(_ -> KeyPair.generate(random)).toList();
            Admissions admissions = new Admissions(transport, content, infrastructure, subscribers, now);
            for (int i = 0; i < nodeKeys.size(); i++) {
                writeNode(keys, plan.nodes().get(i), nodeKeys.get(i), admissions);
            }
            transport.commit();
            content.commit();
            HeadExchange.both(authorities.log(KeyLayer.TRANSPORT), transport.log(), transport.keys(),
                    authorities.log(KeyLayer.CONTENT), content.log(), content.keys(), keys.gid());
            writePlans(keys, owner, nodeKeys);
            for (KeyLayer layer : KeyLayer.values()) {
                SecureFiles.createPublic(confOf(directory, layer),
                        AuthorityConfText.of(layer, plan.groupName()).getBytes(StandardCharsets.UTF_8));
            }
            return plan.nodes().stream().map(node -> writeBundles(keys, node)).toList();
        } finally {
            keys.destroy();
        }
    }

    private DeploymentLog log(KeyLayer layer, CertificateAuthority ca, DeploymentKeys keys) {
        DeploymentLog log = new DeploymentLog(authorities, layer, ca, plan.groupName(), keys.gid(), now, random);
        log.add(keys.firstEpoch(layer));
        return log;
    }

    /** With these an authority can be opened later, and go on. */
    private void writeStates(DeploymentKeys keys) {
        for (KeyLayer layer : KeyLayer.values()) {
            SecureFiles.createDirectory(authorities.own(layer));
            AuthorityStateFile.write(authorities.own(layer).resolve(AuthorityStateFile.NAME),
                    layer == KeyLayer.TRANSPORT ? keys.transport() : keys.content());
        }
    }

    private void writePlans(DeploymentKeys keys, KeyPair owner, List<KeyPair> nodeKeys) {
        Map<String, String> repairHeads = new HashMap<>();
        for (int i = 0; i < nodeKeys.size(); i++) {
            PlannedNode node = plan.nodes().get(i);
            if (node.member().role() == NodeRole.REPAIR_HEAD) {
                repairHeads.put(node.name(), nodeKeys.get(i).keySha256());
            }
        }
        GroupPlanFile file = new GroupPlanFile(keys.plan(), owner.verificationKey().hex(),
                keys.content().anchor(), repairHeads);
        for (KeyLayer layer : KeyLayer.values()) {
            file.write(authorities.own(layer).resolve(GroupPlanFile.NAME));
        }
    }

    private KeyPair writePolicy(long gid, List<DeploymentLog> logs) {
        KeyPair owner = KeyPair.generate(random);
        SignedPolicy policy = SignedPolicy.sign(PolicyToken.first(gid, plan.groupName(), List.of(
                mayAsk(KeyLayer.TRANSPORT, logs.getFirst()), mayAsk(KeyLayer.CONTENT, logs.getLast()))), owner);
        SecureFiles.create(authorities.path().resolve(DeploymentFiles.OWNER_KEY), owner.privateKeyPem());
        SecureFiles.createPublic(authorities.policy(), policy.bytes());
        for (KeyLayer layer : KeyLayer.values()) {
            SecureFiles.createPublic(authorities.own(layer).resolve(DeploymentFiles.POLICY), policy.bytes());
        }
        String hash = HexFormat.of().formatHex(policy.hash());
        logs.forEach(log -> log.add(new LogEntry.Token(policy.token().edition(), hash)));
        return owner;
    }

    /** One authority may ask the other to expel somebody; by its key, because others may be certified for its role too. */
    private static PolicyRule mayAsk(KeyLayer layer, DeploymentLog log) {
        RoleOid role = layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        return PolicyRule.allowingKey(role.text(), log.keys().keySha256());
    }

    /** Identity and entries of a node. Its bundles come when the entries are on the disk. */
    private void writeNode(DeploymentKeys keys, PlannedNode node, KeyPair nodeKeys, Admissions admissions) {
        Path own = directory.resolve(node.name());
        SecureFiles.createDirectory(own);
        NodeCertificate certificate = admissions.certify(node, nodeKeys);
        SecureFiles.createPublic(own.resolve(DeploymentFiles.CERTIFICATE), certificate.pem());
        SecureFiles.create(own.resolve(DeploymentFiles.PRIVATE_KEY), nodeKeys.privateKeyPem());
        writeAuthorities(own, node.member().role() != NodeRole.REPAIR_HEAD);
        TransportBundle transport = keys.transportBundle(node);
        admissions.toTransport(node, certificate, ReleaseNames.of(transport, keys.transport()));
        Bundles.forget(transport);
        if (node.member().role() != NodeRole.REPAIR_HEAD) {
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

    private Path writeBundles(DeploymentKeys keys, PlannedNode node) {
        Path own = directory.resolve(node.name());
        TransportBundle transport = keys.transportBundle(node);
        SecureFiles.create(own.resolve(DeploymentFiles.TRANSPORT_BUNDLE), new TransportBundleFile().encode(transport));
        Bundles.forget(transport);
        if (node.member().role() != NodeRole.REPAIR_HEAD) {
            ContentBundle content = keys.contentBundle(node);
            SecureFiles.create(own.resolve(DeploymentFiles.CONTENT_BUNDLE), new ContentBundleFile().encode(content));
            Bundles.forget(content);
        }
        Path conf = confOf(directory, node);
        SecureFiles.createPublic(conf, NodeConfText.of(plan, node).getBytes(StandardCharsets.UTF_8));
        return conf;
    }

    private static void refuseToOverwrite(Path directory, DeploymentPlan plan) {
        for (Path target : targets(directory, plan)) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new DeploymentException(
                        target + ": is there already, allowed: a directory without a deployment");
            }
        }
    }

    private static List<Path> targets(Path directory, DeploymentPlan plan) {
        List<Path> targets = new ArrayList<>();
        targets.add(directory.resolve(DeploymentFiles.AUTHORITIES));
        for (KeyLayer layer : KeyLayer.values()) {
            targets.add(confOf(directory, layer));
        }
        for (PlannedNode node : plan.nodes()) {
            targets.add(directory.resolve(node.name()));
            targets.add(confOf(directory, node));
        }
        return targets;
    }

    /** After a failure half-way, a full disk for example; the failure itself is what the operator hears about. */
    private static void deleteQuietly(Path target) {
        try (Stream<Path> tree = Files.exists(target) ? Files.walk(target) : Stream.empty()) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException _) {
            // What is left stops the next attempt with its name.
        }
    }

    private static Path confOf(Path directory, KeyLayer layer) {
        return directory
                .resolve(layer == KeyLayer.TRANSPORT ? DeploymentFiles.TRANSPORT_CONF : DeploymentFiles.CONTENT_CONF);
    }

    private static Path confOf(Path directory, PlannedNode node) {
        return directory.resolve(node.name() + DeploymentFiles.CONF_SUFFIX);
    }
}
