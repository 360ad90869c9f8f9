package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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

    private OldGroup(AuthorityDirectory files, Consumer<String> warnings) {
        this.files = files;
        this.warnings = warnings;
        Path transport = files.own(KeyLayer.TRANSPORT).resolve(GroupPlanFile.NAME);
        plan = GroupPlanFile.read(Files.exists(transport) ? transport
                : files.own(KeyLayer.CONTENT).resolve(GroupPlanFile.NAME));
        for (KeyLayer layer : KeyLayer.values()) {
            try {
                LogFiles.read(files.log(layer), (record, _) -> {
                    accept(record.entry());
                    return true;
                });
            } catch (LogException e) {
                warnings.accept(e.getMessage() + "; whom it says is expelled, leave out by name");
            }
        }
    }

    /** Reads it. */
    static OldGroup read(AuthorityDirectory files, Consumer<String> warnings) {
        return new OldGroup(files, warnings);
    }

    private void accept(LogEntry entry) {
        if (entry instanceof LogEntry.Expelled e) {
            expelled.add((int) e.id());
        } else if (entry instanceof LogEntry.MemberAdmitted e) {
            admitted.put((int) e.id(), e);
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
        } catch (KeyFileException e) {
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
        } catch (ProofException e) {
            warnings.accept("no statement about " + node + ": " + e.getMessage());
            return false;
        }
    }

    private String operator(KeyLayer layer, String otherwise) {
        return certificate(files.caCertificate(layer)).flatMap(NodeCertificate::operator).orElse(otherwise);
    }

    private static Optional<NodeCertificate> certificate(Path file) {
        return Files.exists(file)
                ? Optional.of(NodeCertificate.read(file.toString(), SecureFiles.read(file, _ -> {})))
                : Optional.empty();
    }
}
