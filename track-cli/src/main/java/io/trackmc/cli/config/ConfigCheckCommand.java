package io.trackmc.cli.config;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.conf.ConfException;
import io.trackmc.keys.transport.file.KeyFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track config check}: all faults of configuration files. */
@Command(
        name = "check", sortOptions = false,
        header = "Checks configuration files and reports all their faults.",
        description = "Checks configuration files of nodes, appliances and authorities and reports all their faults, each on one line with file, line, key, what was found and what is allowed. Warns of keys that work but are hardly meant. Files that they name, keys and certificates, are not opened. Exit code 2 when there are faults.",
        footerHeading = "%nExamples:%n",
        footer = {"  track config check d/*.conf", "  track config check d/rh-1.conf -Drate.repair=200m"})
public final class ConfigCheckCommand implements Task {

    @Parameters(arity = "1..*", paramLabel = "FILE",
            description = "Configuration of a node, an appliance or an authority, HOCON.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "-D", paramLabel = "key=value",
            description = "A key of the configuration; comes before the one in the files. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public List<String> fields() {
        return List.of("files");
    }

    @Override
    public void run(TaskRun run) {
        List<Map<String, Object>> outcomes = new ArrayList<>();
        int wrong = 0;
        int faulty = 0;
        for (Path file : files) {
            List<String> warnings = new ArrayList<>();
            List<String> faults = faults(file, warnings);
            outcomes.add(Map.of("file", file.toString(), "faults", faults, "warnings", warnings));
            faults.forEach(run.console().err()::println);
            warnings.forEach(warning -> run.console().err().println("warning: " + warning));
            if (faults.isEmpty()) {
                run.people().println(file + ": right" + (warnings.isEmpty() ? "" : ", with warnings"));
            } else {
                wrong += faults.size();
                faulty++;
            }
        }
        run.set("files", outcomes);
        if (wrong > 0) {
            throw TaskException
                    .usage(wrong + (wrong == 1 ? " fault" : " faults") + " in " + faulty + " of " + files.size()
                            + (files.size() == 1 ? " file" : " files"));
        }
    }

    private List<String> faults(Path file, List<String> warnings) {
        try {
            warnings.addAll(FileKind.read(file, overrides).warnings());
            return List.of();
        } catch (ConfException e) {
            return e.faults();
        } catch (KeyFileException e) {
            return List.of(e.getMessage());
        }
    }
}
