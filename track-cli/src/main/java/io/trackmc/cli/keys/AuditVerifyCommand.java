package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.proof.AuditCheck;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code track keys audit verify}: whether the logs are what the authorities wrote. */
@Command(
        name = "verify", sortOptions = false,
        header = "Checks the chains of the logs, and names the first altered entry.",
        description = "Reads the logs in a directory from their beginnings: every line, the chain, every signed head, and"
                + " what each authority has countersigned of the other's log.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys audit verify d"})
public final class AuditVerifyCommand implements Task {

    @Parameters(paramLabel = "DIR", description = "Directory of a deployment, or of one authority.")
    private Path directory;

    @Override
    public List<String> fields() {
        return List.of("entries", "firstBad", "log");
    }

    @Override
    public void run(TaskRun run) {
        AuthorityDirectory authorities = AuthorityDirectory.of(directory);
        Map<KeyLayer, Path> logs = new EnumMap<>(KeyLayer.class);
        for (KeyLayer layer : KeyLayer.values()) {
            if (Files.exists(authorities.log(layer))) {
                logs.put(layer, authorities.log(layer));
            }
        }
        if (logs.isEmpty()) {
            throw TaskException.usage(authorities.path() + ": holds no log of an authority");
        }
        AuditCheck.Result result = AuditCheck.of(logs);
        run.set("entries", result.entries());
        if (result.fault() != null) {
            run.set("firstBad", result.firstBad()).set("log", String.valueOf(result.log()));
            throw TaskException.failed(result.fault());
        }
        run.people().println(result.entries() + " entries in " + logs.size() + " logs, none altered");
    }
}
