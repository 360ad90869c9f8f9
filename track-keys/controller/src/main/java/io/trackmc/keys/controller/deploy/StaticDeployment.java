package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole private deployment on disk, made in one go with fresh keys.
 *
 * <pre>
 *   authorities/infrastructure-ca.pem, infrastructure-ca-key.pem    certifies repair heads
 *   authorities/subscriber-ca.pem, subscriber-ca-key.pem            certifies sender and receivers
 *   authorities/transport-controller/tree.state                     what authenticates packets: keys of everybody
 *   authorities/content-authority/tree.state                        what opens content: keys of sender and receivers
 *   NODE.conf                       configuration
 *   NODE/transport.bundle           what authenticates packets
 *   NODE/content.bundle             what opens content: sender and receivers only
 *   NODE/certificate.pem, key.pem   identity
 * </pre>
 *
 * <p>Take each node its own {@code .conf} file and directory, and nothing else. Files with secrets have mode 0600.
 */
public final class StaticDeployment {

    private final Path directory;
    private final DeploymentPlan plan;
    private final SecureRandom random;
    private final Instant now;
    private final CertificateAuthority infrastructure;
    private final CertificateAuthority subscribers;

    private StaticDeployment(Path directory, DeploymentPlan plan, SecureRandom random, Instant now) {
        this.directory = directory;
        this.plan = plan;
        this.random = random;
        this.now = now;
        infrastructure = CertificateAuthority.create("Infrastructure CA", plan.groupName(), now, random);
        subscribers = CertificateAuthority.create("Subscriber CA", plan.groupName(), now, random);
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
        refuseToOverwrite(directory, plan);
        try {
            return new StaticDeployment(directory, plan, random, wallClock.instant()).write();
        } catch (KeyFileException e) {
            targets(directory, plan).forEach(StaticDeployment::deleteQuietly);
            throw e;
        }
    }

    private List<Path> write() {
        SecureFiles.createDirectory(directory);
        writeAuthorities();
        DeploymentKeys keys = DeploymentKeys.generate(plan, random);
        try {
            writeStates(keys);
            return plan.nodes().stream().map(node -> writeNode(keys, node)).toList();
        } finally {
            keys.destroy();
        }
    }

    private void writeAuthorities() {
        Path authorities = directory.resolve(DeploymentFiles.AUTHORITIES);
        SecureFiles.createDirectory(authorities);
        SecureFiles.createPublic(authorities.resolve("infrastructure-ca.pem"), infrastructure.certificatePem());
        SecureFiles.create(authorities.resolve("infrastructure-ca-key.pem"), infrastructure.privateKeyPem());
        SecureFiles.createPublic(authorities.resolve("subscriber-ca.pem"), subscribers.certificatePem());
        SecureFiles.create(authorities.resolve("subscriber-ca-key.pem"), subscribers.privateKeyPem());
    }

    /** With these an authority can be opened later, and go on. */
    private void writeStates(DeploymentKeys keys) {
        Path authorities = directory.resolve(DeploymentFiles.AUTHORITIES);
        Path controller = authorities.resolve(DeploymentFiles.TRANSPORT_CONTROLLER);
        SecureFiles.createDirectory(controller);
        AuthorityStateFile.write(controller.resolve(AuthorityStateFile.NAME), keys.transport());
        Path contentAuthority = authorities.resolve(DeploymentFiles.CONTENT_AUTHORITY);
        SecureFiles.createDirectory(contentAuthority);
        AuthorityStateFile.write(contentAuthority.resolve(AuthorityStateFile.NAME), keys.content());
    }

    private Path writeNode(DeploymentKeys keys, PlannedNode node) {
        Path own = directory.resolve(node.name());
        SecureFiles.createDirectory(own);
        TransportBundle transport = keys.transportBundle(node);
        SecureFiles.create(own.resolve(DeploymentFiles.TRANSPORT_BUNDLE), new TransportBundleFile().encode(transport));
        destroyGiven(transport);
        if (node.member().role() != NodeRole.REPAIR_HEAD) {
            ContentBundle content = keys.contentBundle(node);
            SecureFiles.create(own.resolve(DeploymentFiles.CONTENT_BUNDLE), new ContentBundleFile().encode(content));
            destroy(content.rekey());
        }
        writeIdentity(own, node);
        Path conf = confOf(directory, node);
        SecureFiles.createPublic(conf, NodeConfText.of(plan, node).getBytes(StandardCharsets.UTF_8));
        return conf;
    }

    /** What was made for this node alone; the rest belongs to the authorities. */
    private static void destroyGiven(TransportBundle bundle) {
        bundle.parents().forEach(parent -> parent.bindKey().destroy());
        destroy(bundle.rekey());
    }

    private static void destroy(@Nullable RekeyState state) {
        if (state != null) {
            state.destroy();
        }
    }

    private void writeIdentity(Path own, PlannedNode node) {
        RoleOid role = RoleOid.of(node.member().role());
        KeyPair nodeKeys = KeyPair.generate(random);
        CertificateAuthority authority = role.isInfrastructure() ? infrastructure : subscribers;
        SecureFiles.createPublic(own.resolve(DeploymentFiles.CERTIFICATE),
                authority.issuePem(node.name(), role, nodeKeys, now));
        SecureFiles.create(own.resolve(DeploymentFiles.PRIVATE_KEY), nodeKeys.privateKeyPem());
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

    private static Path confOf(Path directory, PlannedNode node) {
        return directory.resolve(node.name() + DeploymentFiles.CONF_SUFFIX);
    }
}
