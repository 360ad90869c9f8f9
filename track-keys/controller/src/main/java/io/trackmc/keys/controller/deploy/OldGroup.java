package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.controller.policy.PolicyToken;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is left of a group that is rebuilt: its plan, what its logs say, and as long as its keys are there, what can be proved of it. */
final class OldGroup {

    private final AuthorityDirectory files;
    private final Consumer<String> warnings;
    private final GroupPlanFile plan;
    private final Set<Integer> expelled = new TreeSet<>();
    private final Map<Integer, LogEntry.MemberAdmitted> admitted = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();

    /** SHA-256 of the newest certificate of each node, by name. */
    private final Map<String, String> certificates = new HashMap<>();
    private long edition;

    private OldGroup(AuthorityDirectory files, Consumer<String> warnings) {
        this.files = files;
        this.warnings = warnings;
        plan = new NewestPlan(files).toRebuild(warnings);
        certificates.putAll(plan.issued());
        for (KeyLayer layer : KeyLayer.values()) {
            try {
                LogFiles.read(files.log(layer), (record, _) -> {
                    accept(layer, record.entry());
                    return true;
                });
            } catch (LogException e) {
                warnings.accept(e.getMessage() + "; whom it says is expelled or revoked, leave out by name");
            }
        }
    }

    /** Reads it. */
    static OldGroup read(AuthorityDirectory files, Consumer<String> warnings) {
        return new OldGroup(files, warnings);
    }

    private void accept(KeyLayer layer, LogEntry entry) {
        switch (entry) {
            case LogEntry.Expelled e -> expelled.add((int) e.id());
            case LogEntry.MemberAdmitted e -> {
                admitted.put((int) e.id(), e);
                certified(layer, e.name(), e.role(), e.certificate());
            }
            case LogEntry.CertificateIssued e -> certified(layer, e.name(), e.role(), e.certificate());
            case LogEntry.Revoked e -> revoked.add(e.certificate());
            case LogEntry.Token e -> edition = Math.max(edition, e.edition());
            default -> {
                // says nothing about who is in the group
            }
        }
    }

    /** The log of a certificate's own CA knows which is the newest of a node; the other one counts when that is lost. */
    private void certified(KeyLayer layer, String name, String role, String certificate) {
        GroupPlan.Node node = plan.plan().find(name);
        if (node == null || !RoleOid.of(node.role()).text().equals(role)) {
            return;
        }
        if (AuthorityDirectory.layerOf(RoleOid.of(node.role())) == layer) {
            certificates.put(name, certificate);
        } else {
            certificates.putIfAbsent(name, certificate);
        }
    }

    GroupPlanFile plan() {
        return plan;
    }

    /** Names of those who are expelled by what either log says. */
    Set<String> expelled() {
        Set<String> names = new TreeSet<>();
        plan.plan().nodes().stream().filter(node -> expelled.contains(node.id()))
                .forEach(node -> names.add(node.name()));
        return names;
    }

    /** Names of those whose newest certificate was revoked, by what either log says. */
    Set<String> revoked() {
        Set<String> names = new TreeSet<>();
        certificates.forEach((name, certificate) -> {
            if (revoked.contains(certificate) && plan.plan().find(name) != null) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * The newest policy of all that are here: the one that is offered, and those that the authorities had in force.
     *
     * @throws DeploymentException when there is none of the owner's, or only older ones than the logs name
     */
    PolicyToken policy() {
        VerificationKey owner = VerificationKey.ofHex(plan.owner());
        PolicyToken newest = null;
        List<Path> places = List.of(files.policy(),
                files.own(KeyLayer.TRANSPORT).resolve(DeploymentFiles.POLICY),
                files.own(KeyLayer.CONTENT).resolve(DeploymentFiles.POLICY));
        for (Path file : places.stream().filter(Files::exists).toList()) {
            try {
                PolicyToken found = SignedPolicy.read(file.toString(), SecureFiles.read(file, _ -> {}), owner).token();
                newest = newest == null || found.edition() > newest.edition() ? found : newest;
            } catch (KeyFileException e) {
                warnings.accept(e.getMessage() + "; another copy of the policy counts");
            }
        }
        if (newest == null || newest.edition() < edition) {
            throw new DeploymentException(files.policy() + ": found "
                    + (newest == null ? "no policy of the owner" : "edition " + newest.edition())
                    + ", allowed: edition " + edition + ", which a log says came into force, or a newer one");
        }
        return newest;
    }

    /** Who runs what, by the certificates of both CAs. */
    Operators operators() {
        Operators otherwise = Operators.of(plan.plan().group());
        return new Operators(operator(KeyLayer.TRANSPORT, otherwise.infrastructure()),
                operator(KeyLayer.CONTENT, otherwise.content()));
    }

    /** By which hashes a policy may have named the certificates and keys of this group, and what takes the place of each. */
    Map<String, String> renamed(Map<KeyLayer, NodeCertificate> authorities, Map<String, NodeCertificate> nodes) {
        Map<String, String> renamed = new HashMap<>();
        authorities.forEach((layer, fresh) -> certificate(files.certificate(layer)).ifPresent(old -> {
            renamed.put(old.sha256(), fresh.sha256());
            renamed.put(old.keySha256(), fresh.keySha256());
        }));
        admitted.values().forEach(old -> {
            NodeCertificate fresh = nodes.get(old.name());
            if (fresh != null) {
                renamed.put(old.certificate(), fresh.sha256());
                renamed.put(old.key(), fresh.keySha256());
            }
        });
        return renamed;
    }

    /**
     * Has both authorities sign each other's log for the last time, and writes a statement for each repair head: once their keys are
     * gone, nobody can. What cannot be proved is told.
     *
     * @return names of the nodes of which there is a statement
     */
    List<String> proveForTheLastTime(Path directory, InstantSource clock) {
        List<String> proved = new ArrayList<>();
        try {
            KeyPair transport = files.signingKey(KeyLayer.TRANSPORT, warnings);
            KeyPair content = files.signingKey(KeyLayer.CONTENT, warnings);
            signHeads(transport, content, clock);
            for (GroupPlan.Node node : plan.plan().nodes()) {
                if (node.role() == NodeRole.REPAIR_HEAD
                        && isProved(node.name(), List.of(transport, content), directory)) {
                    proved.add(node.name());
                }
            }
        } catch (KeyFileException | ProofException e) {
            warnings.accept(e.getMessage() + "; no statement about the past can be made any more");
        }
        return proved;
    }

    private void signHeads(KeyPair transportKeys, KeyPair contentKeys, InstantSource clock) {
        Path transportFile = files.log(KeyLayer.TRANSPORT);
        Path contentFile = files.log(KeyLayer.CONTENT);
        if (Files.notExists(transportFile) || Files.notExists(contentFile)) {
            throw new DeploymentException((Files.exists(contentFile) ? transportFile : contentFile) + ": no such file");
        }
        try (AuditLog transport = AuditLog.open(transportFile, clock, warnings, _ -> {});
                AuditLog content = AuditLog.open(contentFile, clock, warnings, _ -> {})) {
            HeadExchange.both(transportFile, transport, transportKeys, contentFile, content, contentKeys,
                    files.gid(KeyLayer.TRANSPORT));
        }
    }

    private boolean isProved(String node, List<KeyPair> signers, Path directory) {
        try {
            NonPossession.prove(files.log(KeyLayer.TRANSPORT), files.log(KeyLayer.CONTENT), node, signers,
                    directory.resolve(node + ".statement"));
            return true;
        } catch (KeyFileException | ProofException e) {
            warnings.accept("no statement about " + node + ": " + e.getMessage());
            return false;
        }
    }

    private String operator(KeyLayer layer, String otherwise) {
        return certificate(files.caCertificate(layer)).flatMap(NodeCertificate::operator).orElse(otherwise);
    }

    private Optional<NodeCertificate> certificate(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(NodeCertificate.read(file.toString(), SecureFiles.read(file, _ -> {})))
                    : Optional.empty();
        } catch (KeyFileException e) {
            warnings.accept(e.getMessage() + "; what names it in a policy, name anew");
            return Optional.empty();
        }
    }
}
