package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.CertificateOffice;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track keys revoke}: takes a certificate back. */
@Command(
        name = "revoke", sortOptions = false,
        header = "Takes a certificate back.",
        description = "Writes down in the log of the authority that a certificate is revoked, and makes the new revocation"
                + " list of its CA.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys revoke --dir d --reason \"key lost\" d/receiver-2/certificate.pem"})
public final class KeysRevokeCommand implements Task {

    @Option(names = "--dir", required = true, paramLabel = "D",
            description = "Directory of the deployment, or of one authority.")
    private Path directory;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "unspecified", description = "Why.")
    private String reason;

    @Parameters(paramLabel = "CERT", description = "The certificate.")
    private Path certificate;

    @Override
    public List<String> fields() {
        return List.of("serial", "revoked", "list");
    }

    @Override
    public void run(TaskRun run) {
        NodeCertificate taken = NodeCertificate.read(certificate.toString(), SecureFiles.read(certificate, _ -> {}));
        CertificateOffice office = new CertificateOffice(AuthorityDirectory.of(directory), InstantSource.system(),
                run.console().err()::println);
        CertificateOffice.Revoked done = office.revoke(taken, reason);
        run.set("serial", taken.serial()).set("revoked", done.count()).set("list", done.list().toString());
        run.people().println(taken + ", serial " + taken.serial() + ", is revoked; " + done.list() + " lists "
                + done.count());
    }
}
