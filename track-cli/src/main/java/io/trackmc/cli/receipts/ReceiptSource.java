package io.trackmc.cli.receipts;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.receipt.ReceiptException;
import io.trackmc.keys.controller.receipt.ReceiptFiles;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files of receipts that a command is given; none of them is believed unchecked. */
final class ReceiptSource {

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*",
            description = "Files of receipts, or directories of which all files *.receipts count, those of directories in them too.")
    private List<Path> paths = List.of();

    @Option(names = "--anchor", paramLabel = "CERT",
            description = "Trust anchor that must have certified who has signed; given once for each. Without one, anybody can have made the files.")
    private List<Path> anchors = List.of();

    /** Reads and checks all of them. */
    ReceiptFiles read() {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw TaskException.usage(path + ": no such file or directory");
            }
        }
        List<NodeCertificate> trusted = anchors.stream()
                .flatMap(path -> NodeCertificate.readAll(path.toString(), SecureFiles.read(path, _ -> {})).stream())
                .toList();
        try {
            ReceiptFiles files = ReceiptFiles.read(paths);
            if (isAnchored()) {
                files.checkAnchors(trusted);
            }
            return files;
        } catch (ReceiptException e) {
            throw TaskException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether an anchor was given. */
    boolean isAnchored() {
        return !anchors.isEmpty();
    }
}
