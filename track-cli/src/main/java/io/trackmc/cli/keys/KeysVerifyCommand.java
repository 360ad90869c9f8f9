package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.proof.LogOwner;
import io.trackmc.keys.controller.proof.NonPossession;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track keys verify}: checks a statement of non-possession. */
@Command(
        name = "verify", sortOptions = false,
        header = "Checks a statement that a node was never given what opens content.",
        description = "Computes the proof again from the two logs in the statement, and checks every signature. Needs"
                + " nothing but the file. Without --anchor anybody could have made the whole of it: compare the"
                + " fingerprints that it shows with those of the real authorities.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys verify rh-1.statement --anchor subscriber-ca.pem --anchor infrastructure-ca.pem"})
public final class KeysVerifyCommand implements Task {

    @Parameters(paramLabel = "F", description = "The statement.")
    private Path file;

    @Option(names = "--anchor", paramLabel = "CERT",
            description = "Trust anchor to which an authority must chain; given once for each of the two.")
    private List<Path> anchors = List.of();

    @Override
    public List<String> fields() {
        return List.of("anchored", "node", "epochs", "reason", "operator", "keys", "at", "transportAt", "contentAt");
    }

    @Override
    public void run(TaskRun run) {
        if (!Files.isRegularFile(file)) {
            throw TaskException.usage(file + ": no such file");
        }
        List<NodeCertificate> trusted = anchors.stream()
                .map(path -> NodeCertificate.read(path.toString(), SecureFiles.read(path, _ -> {}))).toList();
        try {
            NonPossession.Statement statement = NonPossession.verify(file);
            run.set("anchored", false).set("node", statement.node()).set("epochs", statement.epochs())
                    .set("operator", statement.operator()).set("keys", statement.keys())
                    .set("at", statement.at().toString()).set("transportAt", statement.transportAt().toString())
                    .set("contentAt", statement.contentAt().toString());
            checkAnchors(statement, trusted);
            run.set("anchored", statement.isAnchored(trusted));
            tell(run.people(), statement, trusted);
        } catch (ProofException e) {
            run.set("reason", e.getMessage());
            throw TaskException.failed(file + ": does not hold: " + e.getMessage(), e);
        }
    }

    private void checkAnchors(NonPossession.Statement statement, List<NodeCertificate> trusted) {
        for (int i = 0; i < trusted.size(); i++) {
            if (!statement.uses(trusted.get(i))) {
                throw new ProofException("neither signer chains to " + anchors.get(i) + ": "
                        + fingerprints(statement.transport()) + "; " + fingerprints(statement.content()));
            }
        }
    }

    private static void tell(PrintStream out, NonPossession.Statement statement, List<NodeCertificate> trusted) {
        out.println("holds: " + statement.node() + ", run by " + statement.operator()
                + ", never had a GroupDataKey of " + statement.epochs() + " epochs, as of " + statement.at());
        tell(out, statement, statement.transport(), statement.transportAt(), trusted);
        tell(out, statement, statement.content(), statement.contentAt(), trusted);
        if (trusted.isEmpty()) {
            out.println("not anchored: anybody could have made this; compare the fingerprints, or give --anchor");
        } else if (!statement.isAnchored(statement.content(), trusted)) {
            out.println("not anchored: no anchor of the content authority was given, so this is the word of the"
                    + " transport controller alone; give the Subscriber CA's certificate too");
        } else if (!statement.isAnchored(statement.transport(), trusted)) {
            out.println("not anchored: no anchor of the transport controller was given, so anybody could have named"
                    + " the node and its operator; give the Infrastructure CA's certificate too");
        }
    }

    private static void tell(PrintStream out, NonPossession.Statement statement, LogOwner owner, Instant end,
            List<NodeCertificate> trusted) {
        out.println("  " + fingerprints(owner) + ", log to " + end + ", signed"
                + (statement.isAnchored(owner, trusted) ? ", chains to an anchor given" : ""));
    }

    private static String fingerprints(LogOwner owner) {
        return owner.certificate() + " of " + owner.operator() + ", certificate " + owner.certificate().sha256()
                + " under " + owner.anchor().sha256();
    }
}
