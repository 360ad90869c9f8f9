package io.trackmc.cli.keys;

import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.keys.controller.proof.LogOwner;
import io.trackmc.keys.controller.proof.ProofException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track keys audit countersign}: signs what the other authority has given of its log, and takes what it has signed. */
@Command(
        name = "countersign", sortOptions = false,
        header = "Signs the other authority's log, and takes its signature under one's own.",
        description = "Reads what the other authority has written with 'track keys audit extract', checks that it goes on from all"
                + " that was signed of it before, signs it, and writes that down. Where the other one has signed the own"
                + " log, writes that down too. The first time decides which authority that is: compare what it shows"
                + " with what you know of the other one, or give --anchor. Two rounds of extract and countersign on both"
                + " sides, and either has all that 'track keys prove' needs.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys audit countersign --dir publisher --anchor infrastructure-ca.pem isp.log"})
public final class AuditCountersignCommand extends CountersignTask {

    @Option(names = "--anchor", paramLabel = "CERT",
            description = "Trust anchor to which the other authority must chain.")
    private @Nullable Path anchor;

    @Parameters(paramLabel = "F", description = "The other authority's log.")
    private Path theirs;

    @Override
    public List<String> fields() {
        return List.of("authority", "countersigned", "accepted", "other");
    }

    @Override
    Path given() {
        return theirs;
    }

    @Override
    void countersign(TaskRun run, KeyLayer own, AuthorityDirectory directory, Consumer<String> notices) {
        KeyLayer other = own == KeyLayer.TRANSPORT ? KeyLayer.CONTENT : KeyLayer.TRANSPORT;
        Path file = directory.log(own);
        LogOwner owner = ProofFaults.asFailure(() -> checkedOwner(other));
        try (AuditLog log = AuditLog.open(file, InstantSource.system(), notices, _ -> {})) {
            long accepted = ProofFaults.asFailure(() -> HeadExchange.accept(other, theirs, file, log));
            LogEntry.Countersignature done = ProofFaults.asFailure(() -> HeadExchange.countersign(other, theirs, file,
                    log, directory.signingKey(own, notices)));
            run.set("authority", OneAuthority.text(own)).set("countersigned", done.size()).set("accepted", accepted)
                    .set("other", owner.certificate().sha256());
            run.people().println("signed " + done.size() + " entries of the " + OneAuthority.text(other) + " of "
                    + owner.operator() + ", certificate " + owner.certificate().sha256());
            run.people().println(accepted == 0 ? "it has signed nothing of the own log yet"
                    : "it has signed " + accepted + " entries of the own log");
            run.people().println("it gets both with: track keys audit extract");
        }
    }

    private LogOwner checkedOwner(KeyLayer other) {
        LogOwner owner = HeadExchange.ownerOf(other, theirs);
        Path given = anchor;
        if (given != null && !owner.chainsTo(NodeCertificate.read(given.toString(), SecureFiles.read(given, _ -> {})),
                InstantSource.system().instant())) {
            throw new ProofException(theirs + ": " + owner.certificate() + " does not chain to " + given);
        }
        return owner;
    }
}
