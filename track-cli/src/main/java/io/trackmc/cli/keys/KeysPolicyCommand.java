package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.PolicyOffice;
import io.trackmc.keys.controller.policy.PolicyEdit;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track keys policy}: signs the next edition of what the group's owner wants. */
@Command(
        name = "policy", sortOptions = false,
        header = "Signs the next edition of the group's policy.",
        description = "Takes the policy in force, makes the changes, and signs the next edition with the key of the group's"
                + " owner. Authorities that run take it over within a second or two. Without a change, shows the policy.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys policy --dir d --set rekey.everyMillis=3600000 --set convergence=never",
            "  track keys policy --dir d --edit changes.conf --dry-run", "",
            "A file of changes holds the fields that are to be otherwise, in HOCON or JSON:",
            "  rekey { everyMillis = 3600000, backwardSecrecy = true }",
            "  mayExpel = [ { allow = true, roles = [\"content-authority\"], names = [],",
            "      certificates = [], keys = [], operators = [\"news content\"] } ]"})
public final class KeysPolicyCommand implements Task {

    @Option(names = "--dir", required = true, paramLabel = "D",
            description = "Directory of the deployment, or of its authorities, with the owner's key.")
    private Path directory;

    @Option(names = "--edit", paramLabel = "FILE", description = "Fields that are to be otherwise, HOCON or JSON.")
    private @Nullable Path edit;

    @Option(names = "--set", paramLabel = "FIELD=VALUE",
            description = "One field; after those of --edit. May be repeated; null takes an optional field away.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Checks and shows what would be otherwise, and writes nothing.")
    private boolean dryRun;

    @Override
    public List<String> fields() {
        return List.of("edition", "changes", "file", "sha256");
    }

    @Override
    public void run(TaskRun run) {
        PolicyOffice office = new PolicyOffice(AuthorityDirectory.of(directory), run.console().err()::println);
        run.set("file", office.file().toString());
        if (edit == null && set.isEmpty()) {
            SignedPolicy current = office.current();
            report(run, current, List.of());
            run.people().print(new String(current.bytes(), StandardCharsets.UTF_8));
            return;
        }
        PolicyEdit changes = office.edit();
        if (edit != null) {
            changes.merge(edit.toString(), text(edit));
        }
        set.forEach(changes::set);
        long next = changes.next().edition();
        List<String> differences = changes.differences();
        differences.forEach(run.people()::println);
        if (dryRun) {
            run.set("edition", next).set("changes", differences);
            run.people().println("edition " + next + " would say so; nothing is written");
            return;
        }
        SignedPolicy signed = office.issue(changes);
        report(run, signed, differences);
        run.people().println(office.file() + ": edition " + signed.token().edition()
                + "; authorities that run there take it over by themselves, others need this file");
    }

    private static void report(TaskRun run, SignedPolicy policy, List<String> differences) {
        run.set("edition", policy.token().edition()).set("changes", differences)
                .set("sha256", HexFormat.of().formatHex(policy.hash()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw TaskException.usage(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }
}
