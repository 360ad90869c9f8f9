package io.trackmc.cli.receipts;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.receipt.ReceiptFile;
import io.trackmc.keys.controller.receipt.ReceiptFiles;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code track receipts verify}: whether receipts are what their nodes signed, none altered and none left out. */
@Command(
        name = "verify", sortOptions = false,
        header = "Checks signatures and chains of receipts, and names the first that does not hold.",
        description = "Needs nothing but the files. The files of one node in one directory are one chain: a receipt that was altered,"
                + " put in or taken out is found, unless it is one of the last. Exit code 1 when something does not hold.",
        footerHeading = "%nExamples:%n",
        footer = {"  track receipts verify d/rh-1/state/receipts --anchor d/authorities/infrastructure-ca.pem",
            "  track receipts verify d/sender/state/receipts --anchor d/authorities/subscriber-ca.pem"})
public final class ReceiptsVerifyCommand implements Task {

    @Mixin
    private ReceiptSource source = new ReceiptSource();

    @Override
    public List<String> fields() {
        return List.of("files", "receipts", "anchored", "signers", "notes", "firstBad");
    }

    @Override
    public void run(TaskRun run) {
        ReceiptFiles files = read(run);
        long receipts = files.receipts().count();
        Map<String, NodeCertificate> signers = new LinkedHashMap<>();
        files.files().forEach(file -> signers.putIfAbsent(file.chain().getFirst().sha256(), file.chain().getFirst()));
        run.set("files", files.files().size()).set("receipts", receipts).set("anchored", source.isAnchored())
                .set("signers", signers.values().stream().map(ReceiptsVerifyCommand::signer).toList())
                .set("notes", files.notes());
        PrintStream out = run.people();
        files.notes().forEach(out::println);
        for (ReceiptFile file : files.files()) {
            out.println(file.file() + ": " + file.receipts().size() + " receipts of " + file.node()
                    + (file.lastEnd() == null ? "" : ", the last of " + file.lastEnd()) + ", all hold");
        }
        if (!source.isAnchored()) {
            out.println("not anchored: anybody could have made these; compare the certificates, or give --anchor");
            signers.forEach((hash, certificate) -> out.println("  " + certificate + ", certificate " + hash));
        }
    }

    private ReceiptFiles read(TaskRun run) {
        try {
            return source.read();
        } catch (TaskException e) {
            run.set("firstBad", firstBad(e));
            throw e;
        }
    }

    private static @Nullable String firstBad(TaskException e) {
        return e.getCause() == null ? null : e.getMessage();
    }

    private static Map<String, Object> signer(NodeCertificate certificate) {
        Map<String, Object> signer = new LinkedHashMap<>();
        signer.put("node", certificate.commonName().orElse(""));
        signer.put("operator", certificate.operator().orElse(""));
        signer.put("certificateSha256", certificate.sha256());
        return signer;
    }
}
