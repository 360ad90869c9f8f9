package io.trackmc.cli.config;

import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference of all keys as a page of Markdown, {@code docs/configuration.md}. */
final class ReferencePage {

    private static final String HEAD = """
            # Configuration

            <!-- Written by `./track config reference --markdown > docs/configuration.md`; change the catalogues, not this page. -->

            All keys of all configuration files. `track config reference` prints them too, with `--role receiver` those of one role, with `--json` for programs. How to use them
            is in [operations.md](operations.md).

            Files are [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md): `net.ttl = 4` and `net { ttl = 4 }` are the same. Each key can be given on the command line too, `-Dnet.ttl=4`,
            which overrides the file. An unknown key, or one that means nothing to the role, is an error that names the nearest known one, or the roles that have it. All errors in a file are reported at once, each with file,
            line, key, what was found and what is allowed. File names are relative to the file in which they stand; secrets are in files of their own, never in the configuration.

            Times have a unit (`50ms`, `10s`, `1h`). Rates are bytes/s, or bits/s with a unit (`200m`, `1.5g`). Sizes are bytes, or have a unit (`4MiB`).
            *Reload* says which roles take a new value while they run; all others need a restart.
            """;

    private final List<String> lines = new ArrayList<>();

    private ReferencePage() {}

    /** The page, with a line feed at the end of each line. */
    static String of(List<Catalogue> catalogues) {
        ReferencePage page = new ReferencePage();
        page.lines.add(HEAD.stripTrailing());
        catalogues.forEach(page::add);
        return String.join("\n", page.lines) + "\n";
    }

    private void add(Catalogue catalogue) {
        add("", "## " + catalogue.title(), "", catalogue.what());
        Map<String, List<KeyEntry<?>>> groups = new LinkedHashMap<>();
        for (KeyEntry<?> entry : catalogue.entries()) {
            groups.computeIfAbsent(entry.name().replaceFirst("\\..*", ""), name -> new ArrayList<>()).add(entry);
        }
        groups.forEach((name, entries) -> {
            add("", "### " + name, "",
                    "| key | allowed | default | in files of | reload | what it does | when to change it |",
                    "|---|---|---|---|---|---|---|");
            entries.forEach(entry -> add(row(catalogue, entry)));
        });
    }

    private static String row(Catalogue catalogue, KeyEntry<?> entry) {
        return "| " + String.join(" | ", "`" + entry.name() + "`", EntryWords.value(entry), entry.defaultText(),
                EntryWords.roles(catalogue, entry), EntryWords.reload(catalogue, entry), entry.purpose(),
                entry.advice()) + " |";
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }
}
