package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.CertificateOffice;
import io.trackmc.keys.controller.pki.CertificateRequest;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.identity.RoleOid;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys issue}: a key and a request for it, or the certificate that answers one. */
@Command(
        name = "issue", sortOptions = false,
        header = "Makes a key and a request, or issues a certificate.",
        description = "With --name, makes a private key and a request for a certificate, on the node that will use"
                + " them. With --request, issues the certificate, with exactly one role, on the machine of the authority,"
                + " and writes that down in its log.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys issue --name rh-9 --out rh-9",
            "  track keys issue --dir d --role repair-head --request rh-9/request.pem --out rh-9"})
public final class KeysIssueCommand implements Task {

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the node for which a key is made.")
    private @Nullable String name;

    @Option(names = "--dir", paramLabel = "D", description = "Directory of the deployment, or of one authority.")
    private @Nullable Path directory;

    @Option(names = "--role", paramLabel = "ROLE",
            description = "sender, receiver, repair-head, transport-controller or content-authority.")
    private @Nullable String role;

    @Option(names = "--request", paramLabel = "FILE", description = "Request for a certificate, PKCS#10 in PEM.")
    private @Nullable Path request;

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "Directory for key.pem and request.pem, or for certificate.pem.")
    private Path out;

    @Override
    public List<String> fields() {
        return List.of("name", "role", "file", "serial", "sha256");
    }

    @Override
    public void run(TaskRun run) {
        if (name != null && directory == null && role == null && request == null) {
            makeRequest(run, name);
        } else if (name == null && directory != null && role != null && request != null) {
            issue(run, directory, role(role), request);
        } else {
            throw TaskException.usage("give either --name, or --dir, --role and --request");
        }
    }

    private void makeRequest(TaskRun run, String nodeName) {
        if (!Member.NAME.matcher(nodeName).matches()) {
            throw TaskException.usage("--name: found \"" + nodeName + "\", allowed: " + Member.NAME_ALLOWED);
        }
        KeyPair keys = KeyPair.generate(new SecureRandom());
        Path file = out.resolve("request.pem");
        SecureFiles.createDirectory(out);
        SecureFiles.create(out.resolve("key.pem"), keys.privateKeyPem());
        SecureFiles.createPublic(file, CertificateRequest.pem(nodeName, keys));
        run.set("name", nodeName).set("file", file.toString());
        run.people().println(file + ": give this to the authority; key.pem beside it stays here");
    }

    private void issue(TaskRun run, Path authorities, RoleOid wanted, Path asked) {
        CertificateRequest read = CertificateRequest.read(asked.toString(), SecureFiles.read(asked, _ -> {}));
        SecureFiles.createDirectory(out);
        CertificateOffice office = new CertificateOffice(AuthorityDirectory.of(authorities), InstantSource.system(),
                run.console().err()::println);
        NodeCertificate certificate = office.issue(read, wanted);
        Path file = out.resolve("certificate.pem");
        SecureFiles.createPublic(file, certificate.pem());
        run.set("name", read.name()).set("role", wanted.text()).set("file", file.toString())
                .set("serial", certificate.serial()).set("sha256", certificate.sha256());
        run.people().println(file + ": " + certificate + ", " + wanted.text() + ", serial " + certificate.serial());
    }

    private static RoleOid role(String text) {
        return Arrays.stream(RoleOid.values()).filter(known -> known.text().equals(text)).findFirst()
                .orElseThrow(() -> TaskException.usage("--role: found \"" + text + "\", allowed: "
                        + Arrays.stream(RoleOid.values()).map(RoleOid::text).collect(Collectors.joining(", "))));
    }
}
