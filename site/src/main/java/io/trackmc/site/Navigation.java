package io.trackmc.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands at the side of each page: documents by what readers want to do. One that nobody has put into a group is in the last. */
final class Navigation {

    private static final String DECISIONS = "docs/decisions/";
    private static final String REST = "More";
    private static final Map<String, List<String>> GROUPS = groups();

    private Navigation() {}

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Begin", List.of("README.md", "docs/feeds.md", "docs/files.md", "docs/migration.md"));
        groups.put("Run", List.of("docs/operations.md", "docs/configuration.md", "docs/tuning.md", "docs/errors.md",
                "docs/upgrade.md", "docs/drills.md", "docs/known-limits.md"));
        groups.put("Secure", List.of("docs/security.md", "docs/keys.md", "docs/threat-model.md", "docs/isp-proof.md",
                "SECURITY.md"));
        groups.put("Program", List.of("docs/api.md", "docs/embedding.md"));
        groups.put("Understand",
                List.of("docs/architecture.md", "docs/protocol.md", "docs/scaling.md", "docs/performance.md",
                        "docs/simulator.md", "docs/testing.md"));
        groups.put("Look up",
                List.of("docs/wire-format.md", "docs/bundles.md", "docs/authority-files.md", "CHANGELOG.md"));
        return groups;
    }

    /** Pages by group, in the order in which they are shown. */
    static Map<String, List<Page>> of(List<Page> pages) {
        Map<String, Page> bySource = new LinkedHashMap<>();
        pages.forEach(page -> bySource.put(page.source(), page));
        Map<String, List<Page>> shown = new LinkedHashMap<>();
        GROUPS.forEach((name, sources) -> shown.put(name,
                sources.stream().filter(bySource::containsKey).map(bySource::remove).toList()));
        List<Page> decisions = new ArrayList<>();
        List<Page> rest = new ArrayList<>();
        bySource.values().forEach(page -> (page.source().startsWith(DECISIONS) ? decisions : rest).add(page));
        decisions.sort((one, other) -> Boolean.compare(!one.source().endsWith("README.md"),
                !other.source().endsWith("README.md")));
        shown.put(REST, rest);
        shown.put("Decisions", decisions);
        shown.values().removeIf(List::isEmpty);
        return shown;
    }
}
