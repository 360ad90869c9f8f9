package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogInUseException;
import io.trackmc.keys.controller.proof.HeadExchange;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track keys audit extract}: signs a log as it is, and writes it out for the other authority. */
@Command(
        name = "extract", sortOptions = false,
        header = "Signs the log of an authority as it is, and writes it out for the other one.",
        description = "The other authority takes the file with 'track keys audit countersign', and gives back one of its own. It"
                + " holds names of keys and members, and no keys. Where the authority is running, it goes as far as the"
                + " authority has signed.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys audit extract --dir isp --out isp.log"})
public final class AuditExtractCommand implements Task {

    @Mixin
    private OneAuthority authority;

    @Option(names = "--out", required = true, paramLabel = "F", description = "File of the log.")
    private Path out;

    @Override
    public List<String> fields() {
        return List.of("authority", "entries", "log");
    }

    @Override
    public void run(TaskRun run) {
        KeyLayer layer = authority.layer();
        AuthorityDirectory directory = authority.directory();
        Consumer<String> notices = run.console().err()::println;
        try (AuditLog log = AuditLog.open(directory.log(layer), InstantSource.system(), notices, _ -> {})) {
            HeadExchange.sign(layer, directory.gid(layer), log, directory.signingKey(layer, notices));
        } catch (LogInUseException e) {
            notices.accept(e.getMessage() + "; the extract goes as far as it has signed");
        }
        long entries = ProofFaults.asFailure(() -> HeadExchange.extract(directory.log(layer), out));
        if (entries == 0) {
            throw TaskException.failed(directory.log(layer) + ": holds no signed head yet");
        }
        run.set("authority", authority.text()).set("entries", entries).set("log", out.toString());
        run.people().println(out + ": " + entries + " entries of the " + authority.text()
                + "; the other authority signs them with: track keys audit countersign --dir D " + out.getFileName());
    }
}
