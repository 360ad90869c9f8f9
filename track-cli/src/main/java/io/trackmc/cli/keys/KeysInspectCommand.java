package io.trackmc.cli.keys;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.controller.inspect.BundleInspector;
import io.trackmc.keys.controller.inspect.Inspection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code track keys inspect}: what a key file holds, never a secret. */
@Command(
        name = "inspect", sortOptions = false,
        header = "Says what a key file holds, never a secret.",
        description = "Says what a bundle, certificate or key file holds. Of secrets it shows fingerprints, by which two"
                + " files can be compared; the secrets themselves never.",
        footerHeading = "%nExamples:%n",
        footer = {"  track keys inspect d/rh-1/transport.bundle", "  track keys inspect d/receiver-1/content.bundle",
            "  track keys inspect d/rh-1/certificate.pem"})
public final class KeysInspectCommand implements Task {

    private static final String INDENT = "  ";

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    @Override
    public List<String> fields() {
        return List.of("file", "kind", "facts");
    }

    @Override
    public void run(TaskRun run) {
        Inspection inspection = BundleInspector.inspect(file, run.console().err()::println);
        run.set("file", file.toString()).set("kind", inspection.kind()).set("facts", inspection.facts());
        run.people().println(file + ": " + inspection.kind());
        show(run.people(), inspection.facts(), INDENT);
    }

    private static void show(PrintStream out, Map<?, ?> facts, String indent) {
        facts.forEach((name, value) -> showOne(out, String.valueOf(name), value, indent));
    }

    private static void showOne(PrintStream out, String name, Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> out.println(indent + name + ": " + oneLine(map));
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof Map<?, ?> -> {
                out.println(indent + name + ":");
                list.forEach(entry -> out.println(indent + INDENT + oneLine((Map<?, ?>) entry)));
            }
            default -> out.println(indent + name + ": " + value);
        }
    }

    private static String oneLine(Map<?, ?> map) {
        StringBuilder line = new StringBuilder();
        map.forEach((name, value) -> line.append(line.isEmpty() ? "" : ", ").append(name).append(' ').append(value));
        return line.toString();
    }
}
