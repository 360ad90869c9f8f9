package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds a receiver to a group that is deployed, and may be running: makes its key and certificate, its configuration, and the larger plan that both
 * authorities take over by themselves. It gets its keys from them when it starts. The plan is written last, when all else is on the disk: until
 * then nobody was added, and from then on nobody can be certified anew under that name.
 */
public final class ReceiverAddition {

    private final Path directory;
    private final AuthorityDirectory authorities;
    private final Consumer<String> warnings;

    /**
     * What is wanted.
     *
     * @param parents primary first, at least one
     * @param transportController where it is reached, host:port
     * @param contentAuthority where it is reached
     */
    public record Wanted(String name, List<String> parents, String transportController, String contentAuthority) {

        /** Keeps the list. */
        public Wanted {
            parents = List.copyOf(parents);
        }
    }

    /**
     * What was made.
     *
     * @param id node id
     * @param config its configuration file
     */
    public record Added(int id, Path config) {}

    private ReceiverAddition(Path directory, Consumer<String> warnings) {
        this.directory = directory;
        this.warnings = warnings;
        authorities = AuthorityDirectory.of(directory);
    }

    /**
     * Adds it.
     *
     * @param directory of the deployment, with the keys of the group's owner and the Subscriber CA and the configurations of the parents
     * @throws DeploymentException when it cannot be added; nothing was changed then
     * @throws io.trackmc.keys.transport.file.KeyFileException when a file cannot be read or written
     */
    public static Added add(
            Path directory, Wanted wanted, SecureRandom random, InstantSource clock, Consumer<String> warnings) {
        ReceiverAddition addition = new ReceiverAddition(directory, warnings);
        try (OwnerLock _ = OwnerLock.take(addition.authorities)) {
            return addition.add(wanted, random, clock);
        }
    }

    private Added add(Wanted wanted, SecureRandom random, InstantSource clock) {
        GroupPlanFile present = new NewestPlan(authorities).toGrow();
        KeyPair owner = ownerOf(present);
        Path own = directory.resolve(wanted.name);
        Path conf = directory.resolve(wanted.name + DeploymentFiles.CONF_SUFFIX);
        check(wanted, present.plan(), own, conf);
        List<NodeConfig> parents = wanted.parents.stream().map(this::configOf).toList();
        Member member = new Member(present.plan().highestId() + 1, wanted.name, NodeRole.RECEIVER);
        DeploymentPlan plan = planOf(member, wanted, present.plan(), parents);
        CertificateAuthority ca = authorities.ca(KeyLayer.CONTENT, warnings, random);
        KeyPair keys = KeyPair.generate(random);
        NodeCertificate certificate = NodeCertificate.read(wanted.name,
                ca.issuePem(wanted.name, RoleOid.RECEIVER, keys, clock.instant()));
        writeNode(own, certificate, keys);
        String text = NodeConfText.of(plan, plan.node(wanted.name)) + addition(wanted, parents.getFirst());
        SecureFiles.writePublic(conf, text.getBytes(StandardCharsets.UTF_8));
        with(present, new GroupPlan.Node(member, null, wanted.parents), certificate).write(authorities.plan(), owner);
        return new Added(member.id(), conf);
    }

    private KeyPair ownerOf(GroupPlanFile present) {
        KeyPair owner = authorities.ownerKey(warnings);
        if (!owner.verificationKey().hex().equals(present.owner())) {
            throw new DeploymentException(authorities.path().resolve(DeploymentFiles.OWNER_KEY)
                    + ": found another key, allowed: that of the group's owner, who signs its plan");
        }
        return owner;
    }

    private void check(Wanted wanted, GroupPlan plan, Path own, Path conf) {
        if (!Member.NAME.matcher(wanted.name).matches()) {
            throw new DeploymentException(
                    "node name: found \"" + wanted.name + "\", allowed: " + Member.NAME_ALLOWED);
        }
        if (plan.find(wanted.name) != null) {
            throw new DeploymentException(wanted.name + ": is in the group already, allowed: a name that never was");
        }
        if (plan.nodes().size() >= Roster.MAX_MEMBERS) {
            throw new DeploymentException("the group has " + plan.nodes().size() + " nodes, allowed: at most "
                    + Roster.MAX_MEMBERS);
        }
        if (!GroupPlan.isFree(plan.highestId() + 1)) {
            throw new DeploymentException(
                    "the group has given away all node ids, allowed: to make another with keys init");
        }
        for (Path target : List.of(own, conf)) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new DeploymentException(target + ": is there already, allowed: a name without files");
            }
        }
        Set<String> seen = new HashSet<>();
        for (String parent : wanted.parents) {
            GroupPlan.Node found = plan.find(parent);
            if (found == null || found.region() == null || !seen.add(parent)) {
                throw new DeploymentException("parent " + parent + ": allowed: the sender or repair heads of the group,"
                        + " each once");
            }
            if (!plan.mayHaveLeaves(parent)) {
                throw new DeploymentException("parent " + parent + ": its region was made for repair heads only,"
                        + " allowed: a parent that some receiver has had from the beginning, as parent or backup");
            }
        }
    }

    private NodeConfig configOf(String parent) {
        Path file = directory.resolve(parent + DeploymentFiles.CONF_SUFFIX);
        if (Files.notExists(file)) {
            throw new DeploymentException(
                    file + ": no such file, needed: the configuration of a parent, for its addresses");
        }
        return NodeConfigFile.read(file);
    }

    /** As much of the group as the configuration of the new one says. */
    private DeploymentPlan planOf(Member member, Wanted wanted, GroupPlan plan, List<NodeConfig> parents) {
        NodeConfig sibling = siblingOf(wanted.parents.getFirst(), plan);
        List<PlannedNode> nodes = new ArrayList<>();
        for (NodeConfig parent : parents) {
            NodeConfig.Region region = Objects.requireNonNull(parent.region());
            nodes.add(new PlannedNode(parent.self(),
                    new PlannedNode.Region(region.id(), region.channel().getAddress()), List.of(),
                    unicastOf(parent.self(), sibling)));
        }
        nodes.add(new PlannedNode(member, null, wanted.parents, null));
        NodeConfig first = parents.getFirst();
        return DeploymentPlan.numbered(plan.group(), first.data().getAddress(), first.data().getPort(),
                sibling != null && sibling.protocol().discovery(), nodes);
    }

    /** A receiver that has the same first parent, and whose configuration is here: what it says of parents is good for the new one. */
    private @Nullable NodeConfig siblingOf(String parent, GroupPlan plan) {
        return plan.nodes().stream()
                .filter(node -> node.role() == NodeRole.RECEIVER && node.parents().getFirst().equals(parent))
                .map(node -> directory.resolve(node.name() + DeploymentFiles.CONF_SUFFIX)).filter(Files::exists)
                .findFirst().map(NodeConfigFile::read).orElse(null);
    }

    private static @Nullable String unicastOf(Member parent, @Nullable NodeConfig sibling) {
        return sibling == null ? null : sibling.parents().stream().filter(known -> known.id() == parent.id())
                .map(NodeConfig.Parent::unicast).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private void writeNode(Path own, NodeCertificate certificate, KeyPair keys) {
        SecureFiles.createDirectory(own);
        SecureFiles.writePublic(own.resolve(DeploymentFiles.CERTIFICATE), certificate.pem());
        SecureFiles.write(own.resolve(DeploymentFiles.PRIVATE_KEY), keys.privateKeyPem());
        copy(authorities.caCertificate(KeyLayer.TRANSPORT), own.resolve(DeploymentFiles.INFRASTRUCTURE_CA));
        copy(authorities.caCertificate(KeyLayer.CONTENT), own.resolve(DeploymentFiles.SUBSCRIBER_CA));
        copy(authorities.certificate(KeyLayer.TRANSPORT), own.resolve(DeploymentFiles.CONTROLLER_CERTIFICATE));
        copy(authorities.certificate(KeyLayer.CONTENT), own.resolve(DeploymentFiles.CONTENT_AUTHORITY_CERTIFICATE));
    }

    private static void copy(Path from, Path to) {
        SecureFiles.writePublic(to, SecureFiles.read(from, _ -> {}));
    }

    /** What is not as keys init writes it. The last word of a key counts. */
    private static String addition(Wanted wanted, NodeConfig parent) {
        return "\n# Added to the group later (track keys add): it gets its keys from the authorities. The rest is as its parent has it.\n"
                + NodeConfKeys.AUTHORITIES_JOIN + " = true\n"
                + NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER + " = \"" + wanted.transportController + "\"\n"
                + NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY + " = \"" + wanted.contentAuthority + "\"\n"
                + NodeConfKeys.NET_DATAGRAM_BYTES + " = " + parent.protocol().datagramBytes() + "\n"
                + NodeConfKeys.NET_TTL + " = " + parent.net().ttl() + "\n"
                + NodeConfKeys.WINDOW_PACKETS + " = " + parent.protocol().windowPackets() + "\n";
    }

    private static GroupPlanFile with(GroupPlanFile present, GroupPlan.Node added, NodeCertificate certificate) {
        List<GroupPlan.Node> nodes = new ArrayList<>(present.plan().nodes());
        nodes.add(added);
        Map<String, String> issued = new HashMap<>(present.issued());
        issued.put(added.name(), certificate.sha256());
        return new GroupPlanFile(new GroupPlan(present.plan().group(), nodes), present.owner(), present.content(),
                present.repairHeadKeys(), issued);
    }
}
