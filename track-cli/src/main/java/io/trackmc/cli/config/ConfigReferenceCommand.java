package io.trackmc.cli.config;

import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.file.NearestMatch;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code track config reference}: all keys with defaults, units, and whether they reload. */
@Command(
        name = "reference", sortOptions = false,
        header = "Prints all keys of configuration files.",
        description = "Prints all keys of configuration files: what is allowed, its default, which roles' files may have it, whether it can change while a node runs, and what it is for.",
        footerHeading = "%nExamples:%n",
        footer = {"  track config reference", "  track config reference --role receiver",
            "  track config reference --markdown > docs/configuration.md"})
public final class ConfigReferenceCommand implements Task {

    @Option(names = "--role", paramLabel = "R",
            description = "Only the keys of this role: sender, repair-head, receiver, appliance, transport-controller, content-authority.")
    private @Nullable String role;

    @Option(names = "--markdown", description = "Prints the page for the documentation.")
    private boolean markdown;

    @Override
    public List<String> fields() {
        return List.of("keys");
    }

    @Override
    public void run(TaskRun run) {
        if (markdown && (role != null || run.json())) {
            throw TaskException.usage("--markdown: the page has all keys, not those of one role, and is no JSON");
        }
        String only = role;
        List<Catalogue> catalogues = only == null ? catalogues() : List.of(of(only));
        run.set("keys", catalogues.stream()
                .flatMap(catalogue -> entries(catalogue).map(entry -> EntryWords.json(catalogue, entry))).toList());
        if (markdown) {
            run.people().print(ReferencePage.of(catalogues));
        } else if (!run.json()) {
            catalogues.forEach(catalogue -> print(catalogue, run.people()));
        }
    }

    /** Catalogues of all kinds of files, those of nodes first. */
    static List<Catalogue> catalogues() {
        return FileKind.ALL.reversed().stream().map(FileKind::catalogue).toList();
    }

    private static Catalogue of(String role) {
        List<String> roles = catalogues().stream().flatMap(catalogue -> catalogue.roles().stream()).toList();
        return catalogues().stream().filter(catalogue -> catalogue.roles().contains(role)).findFirst()
                .orElseThrow(() -> {
                    String nearest = NearestMatch.of(role, roles);
                    return TaskException.usage("--role: found \"" + role + "\", allowed: " + String.join(", ", roles)
                            + (nearest == null ? "" : "; nearest: " + nearest));
                });
    }

    private Stream<KeyEntry<?>> entries(Catalogue catalogue) {
        String only = role;
        return only == null ? catalogue.entries().stream() : catalogue.entries(only);
    }

    private void print(Catalogue catalogue, PrintStream out) {
        out.println(catalogue.title() + ". " + catalogue.what());
        entries(catalogue).forEach(entry -> {
            out.println();
            out.println(entry.name());
            out.println("    " + EntryWords.value(entry) + "; default: " + entry.defaultText() + "; in files of: "
                    + EntryWords.roles(catalogue, entry) + "; reload: " + EntryWords.reload(catalogue, entry));
            out.println("    " + EntryWords.plainText(entry.purpose()));
            if (!entry.advice().isEmpty()) {
                out.println("    When to change it: " + EntryWords.plainText(entry.advice()));
            }
        });
        out.println();
    }
}
