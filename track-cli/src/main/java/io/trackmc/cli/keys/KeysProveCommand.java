package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogInUseException;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.proto.protect.KeyLayer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys prove}: writes a statement that a node's operator never had what opens content. */
@Command(
        name = "prove", sortOptions = false,
        header = "Proves that a node was never given what opens content.",
        description = "Computes from both authorities' logs everything that the operator of a node was ever given, or"
                + " could unwrap or derive, and writes a signed statement that no key of content is in it. Where one is,"
                + " or a log was altered, it says which entry, writes nothing, and exits with 1.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys prove --dir d --node rh-1 --out rh-1.statement",
            "  track keys prove --dir isp --content-log publisher.log --node rh-1 --out rh-1.statement"})
public final class KeysProveCommand implements Task {

    @Option(names = "--dir", required = true, paramLabel = "D",
            description = "Directory of the deployment, or of one authority.")
    private Path directory;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "Name of the node.")
    private String node;

    @Option(names = "--out", required = true, paramLabel = "F", description = "File of the statement.")
    private Path out;

    @Option(names = "--transport-log", paramLabel = "FILE",
            description = "Log of a transport controller elsewhere, with countersigned heads.")
    private @Nullable Path transportLog;

    @Option(names = "--content-log", paramLabel = "FILE",
            description = "Log of a content authority elsewhere, with countersigned heads.")
    private @Nullable Path contentLog;

    @Override
    public List<String> fields() {
        return List.of("node", "groupDataKeyReachable", "epochs", "operator", "keys", "statement", "at", "signatures");
    }

    @Override
    public void run(TaskRun run) {
        run.set("node", node);
        AuthorityDirectory authorities = AuthorityDirectory.of(directory);
        Consumer<String> warnings = run.console().err()::println;
        NonPossession.Statement statement = ProofFaults.asFailure(() -> {
            if (transportLog == null && contentLog == null) {
                signHeads(authorities, warnings);
            }
            return prove(run, authorities, warnings);
        });
        run.set("groupDataKeyReachable", false).set("epochs", statement.epochs())
                .set("operator", statement.operator()).set("keys", statement.keys()).set("statement", out.toString())
                .set("at", statement.at().toString()).set("signatures", statement.signers().size());
        run.people().println(node + ", run by " + statement.operator() + ", was given " + statement.keys()
                + " keys in all; none leads to a GroupDataKey of " + statement.epochs() + " epochs");
        tellSigners(run.people(), statement);
    }

    private void tellSigners(PrintStream people, NonPossession.Statement statement) {
        people.println("as of " + statement.at() + ": the transport controller's log goes to " + statement.transportAt()
                + ", the content authority's to " + statement.contentAt());
        if (statement.signers().size() < KeyLayer.values().length) {
            people.println(out + ": statement, signed by one authority; the other one signs it too with: track keys"
                    + " countersign " + out.getFileName() + " --dir D");
        } else {
            people.println(out + ": statement; check it anywhere with: track keys verify " + out.getFileName()
                    + " --anchor subscriber-ca.pem --anchor infrastructure-ca.pem");
        }
    }

    private NonPossession.Statement prove(TaskRun run, AuthorityDirectory authorities, Consumer<String> warnings) {
        try {
            return NonPossession.prove(transportLog == null ? authorities.log(KeyLayer.TRANSPORT) : transportLog,
                    contentLog == null ? authorities.log(KeyLayer.CONTENT) : contentLog, node,
                    signers(authorities, warnings), out);
        } catch (ProofException e) {
            if (e.isGroupDataKeyReachable()) {
                run.set("groupDataKeyReachable", true);
            }
            throw e;
        }
    }

    /** Those of the authorities whose keys are here. */
    private List<KeyPair> signers(AuthorityDirectory authorities, Consumer<String> warnings) {
        List<KeyPair> signers = new ArrayList<>();
        if (transportLog == null) {
            signers.add(authorities.signingKey(KeyLayer.TRANSPORT, warnings));
        }
        if (contentLog == null) {
            signers.add(authorities.signingKey(KeyLayer.CONTENT, warnings));
        }
        return signers;
    }

    /** Where both authorities are at hand, and neither is running, the proof goes as far as their logs do. */
    private static void signHeads(AuthorityDirectory authorities, Consumer<String> notices) {
        Path transportFile = authorities.log(KeyLayer.TRANSPORT);
        Path contentFile = authorities.log(KeyLayer.CONTENT);
        if (Files.notExists(transportFile) || Files.notExists(contentFile)) {
            return; // told by name when they are read
        }
        InstantSource clock = InstantSource.system();
        try (AuditLog transport = AuditLog.open(transportFile, clock, notices, _ -> {});
                AuditLog content = AuditLog.open(contentFile, clock, notices, _ -> {})) {
            HeadExchange.both(transportFile, transport, authorities.signingKey(KeyLayer.TRANSPORT, notices),
                    contentFile, content, authorities.signingKey(KeyLayer.CONTENT, notices),
                    authorities.gid(KeyLayer.TRANSPORT));
        } catch (LogInUseException e) {
            notices.accept(e.getMessage() + "; the statement goes as far as the last head that both have signed");
        }
    }
}
