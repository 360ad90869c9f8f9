package io.trackmc.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of these very documents, and what is said of links that lead nowhere. */
class SiteTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..")
            .normalize();
    private static final Pattern PLACE = Pattern.compile("<(a|img|script|link)[^>]*? (?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

    @TempDir
    Path directory;

    @Test
    void shouldFindEveryLinkOfTheDocuments() throws IOException {
        assertThat(Site.read(ROOT).faults()).isEmpty();
    }

    @Test
    void shouldLeadNowhereButToWhatItHas() throws IOException {
        Site.read(ROOT).write(directory);
        Map<Path, String> pages = pages();
        assertThat(pages).hasSizeGreaterThan(40);
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            for (MatchResult place : PLACE.matcher(page.getValue()).results().toList()) {
                String target = place.group(2);
                if (target.startsWith("https://")) {
                    assertThat(place.group(1)).as(page.getKey() + ": " + target).isEqualTo("a");
                } else {
                    assertThat(leads(page.getKey(), target, pages)).as(page.getKey() + ": " + target).isTrue();
                }
            }
        }
    }

    private static boolean leads(Path page, String target, Map<Path, String> pages) {
        String[] parts = target.split("#", 2);
        Path there = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.isRegularFile(there)) {
            return false;
        }
        return parts.length == 1 || parts[1].isEmpty()
                || ID.matcher(pages.get(there)).results().anyMatch(id -> id.group(1).equals(parts[1]));
    }

    @Test
    void shouldHaveEachPageInTheNavigationOnce() throws IOException {
        List<Page> pages = Site.read(ROOT).pages();
        assertThat(Navigation.of(pages).values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(pages);
    }

    @Test
    void shouldDrawDiagramsAndSearchWithoutAnybodyElse() throws IOException {
        Site.read(ROOT).write(directory);
        assertThat(Files.readString(directory.resolve("docs/protocol.html"))).contains("<pre class=\"mermaid\">",
                "../assets/mermaid.min.js");
        assertThat(Files.readString(directory.resolve("docs/tuning.html"))).doesNotContain("mermaid");
        assertThat(directory.resolve("assets/mermaid.min.js")).isNotEmptyFile();
        assertThat(Files.readString(directory.resolve("assets/search-index.js"))).startsWith("window.trackSearch = [")
                .contains("\"docs/tuning.html#receivers-lose-bursts\"").doesNotContain("<");
    }

    @Test
    void shouldNameLinksThatLeadNowhere() throws IOException {
        Path docs = Files.createDirectories(directory.resolve("docs"));
        Files.writeString(directory.resolve("README.md"),
                "# A\n\n[b](docs/b.md), [c](docs/c.md), [d](docs/b.md#no), [e](#a), [f](https://x/y.md)");
        Files.writeString(docs.resolve("b.md"),
                "# B\n\n## One `two`, three\n\n[a](../README.md#a) [up](../../x.md) [self](#one-two-three) ![p](p.png)");
        assertThat(Site.read(directory).faults()).containsExactly("README.md: docs/c.md is not there",
                "README.md: docs/b.md#no: there is no such heading", "docs/b.md: ../../x.md is not there",
                "docs/b.md: p.png is not there");
    }

    @Test
    void shouldNameHeadingsAsCodeHostingSitesDo() {
        Slugs slugs = new Slugs();
        assertThat(Stream
                .of("Who holds which key", "An authority's key is lost or stolen", "13. Rekeys", "What `offer` says",
                        "Rekeys", "Rekeys")
                .map(slugs::of)).containsExactly("who-holds-which-key", "an-authoritys-key-is-lost-or-stolen",
                        "13-rekeys",
                        "what-offer-says", "rekeys", "rekeys-1");
    }

    @Test
    void shouldWriteNothingOfADocumentAsMarkupByAccident() throws IOException {
        Files.createDirectories(directory.resolve("docs"));
        Files.writeString(directory.resolve("README.md"), "# <b> & \"q\"\n\n`</script><script>`\n");
        Path site = directory.resolve("site");
        Site.read(directory).write(site);
        assertThat(Files.readString(site.resolve("index.html"))).contains("&lt;/script&gt;&lt;script&gt;");
        assertThat(Files.readString(site.resolve("assets/search-index.js"))).doesNotContain("</script>");
    }

    private Map<Path, String> pages() throws IOException {
        Map<Path, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".html")).toList()) {
                pages.put(file, Files.readString(file));
            }
        }
        return pages;
    }
}
