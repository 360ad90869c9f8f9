package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.policy.PolicyRule;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.SignedPolicy;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A whole private deployment on disk, made in one go with fresh keys.
 *
 * <pre>
 *   authorities/                    what the authorities keep ({@link AuthorityDirectory}, {@link GroupFiles})
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
 * <p>Take each node its own {@code .conf} file and directory, and nothing else. Files with secrets have mode 0600.
 */
public final class StaticDeployment {

    private StaticDeployment() {}

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
            GroupPlan group = GroupPlan.of(plan);
            GroupFiles files = new GroupFiles(directory,
                    new AuthorityDirectory(directory.resolve(DeploymentFiles.AUTHORITIES)), group,
                    operators, random, wallClock.instant());
            KeyPair owner = KeyPair.generate(random);
            files.write(owner, (gid, authorities, _) -> SignedPolicy.sign(PolicyToken.first(gid, plan.groupName(),
                    List.of(mayAsk(KeyLayer.TRANSPORT, authorities), mayAsk(KeyLayer.CONTENT, authorities)))
                    .with(group.tenants()), owner));
            return writeConfigurations(directory, plan);
        } catch (KeyFileException e) {
            targets(directory, plan).forEach(StaticDeployment::deleteQuietly);
            throw e;
        }
    }

    /** One authority may ask the other to expel somebody; by its key, because others may be certified for its role too. */
    private static PolicyRule mayAsk(KeyLayer layer, Map<KeyLayer, NodeCertificate> authorities) {
        RoleOid role = layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        return PolicyRule.allowingKey(role.text(), Objects.requireNonNull(authorities.get(layer)).keySha256());
    }

    private static List<Path> writeConfigurations(Path directory, DeploymentPlan plan) {
        for (KeyLayer layer : KeyLayer.values()) {
            SecureFiles.createPublic(confOf(directory, layer),
                    AuthorityConfText.of(layer, plan.groupName()).getBytes(StandardCharsets.UTF_8));
        }
        List<Path> files = new ArrayList<>();
        for (PlannedNode node : plan.nodes()) {
            Path conf = confOf(directory, node);
            SecureFiles.createPublic(conf, NodeConfText.of(plan, node).getBytes(StandardCharsets.UTF_8));
            files.add(conf);
        }
        return files;
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
