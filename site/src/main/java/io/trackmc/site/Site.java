package io.trackmc.site;

import io.trackmc.site.Page.Link;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All documents, the links between them looked at, and what they link to. */
final class Site {

    private static final List<String> TOP = List.of("README.md", "SECURITY.md", "CHANGELOG.md");
    private static final String DIAGRAMS = "META-INF/resources/webjars/mermaid/";
    private static final String DIAGRAM_SCRIPT = "mermaid.min.js";

    private final Path root;
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final Set<String> files = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    private Site(Path root) {
        this.root = root;
    }

    /** Reads all documents below a directory. */
    static Site read(Path root) throws IOException {
        Site site = new Site(root);
        for (String source : site.sources()) {
            String markdown = Files.readString(root.resolve(source));
            site.pages.put(source, PageReader.read(source, markdown, path -> site.place(source, path)));
        }
        site.pages.values().forEach(page -> page.links().forEach(link -> site.look(page, link)));
        return site;
    }

    private List<String> sources() throws IOException {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream
                    .concat(TOP.stream(), docs.filter(file -> file.toString().endsWith(".md")).map(root::relativize)
                            .map(file -> file.toString().replace('\\', '/')).sorted())
                    .filter(source -> Files.isRegularFile(root.resolve(source)))
                    .toList();
        }
    }

    List<Page> pages() {
        return List.copyOf(pages.values());
    }

    /** Links that lead nowhere, a line each. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** A place of the sources as a page has to name it: of a document its page, of a directory of the sources nothing but the page itself. */
    private String place(String source, String path) {
        String up = "../".repeat((int) source.chars().filter(c -> c == '/').count());
        Path there = root.resolve(path);
        if (path.startsWith("..") || (Files.isDirectory(there) && !Files.exists(there.resolve("README.md")))) {
            return "#";
        }
        String document = Files.isDirectory(there) ? path.replaceFirst("/?$", "/") + "README.md" : path;
        return up + (document.endsWith(".md") ? Page.place(document) : document);
    }

    private void look(Page page, Link link) {
        Path there = root.resolve(link.path());
        if (link.path().startsWith("..") || !Files.exists(there)) {
            faults.add(page.source() + ": " + link.target() + " is not there");
            return;
        }
        String document = Files.isDirectory(there) ? link.path().replaceFirst("/?$", "/") + "README.md" : link.path();
        Page other = pages.get(document);
        if (other == null) {
            if (Files.isRegularFile(there)) {
                files.add(link.path());
            }
            if (!link.fragment().isEmpty()) {
                faults.add(page.source() + ": " + link.target() + "#" + link.fragment() + " is not in a document");
            }
        } else if (!link.fragment().isEmpty() && !other.hasAnchor(link.fragment())) {
            faults.add(page.source() + ": " + link.target() + "#" + link.fragment() + ": there is no such heading");
        }
    }

    /** Writes pages and all that they need. What is there of another site stays. */
    void write(Path directory) throws IOException {
        Layout layout = new Layout(Navigation.of(pages()), files);
        for (Page page : pages.values()) {
            write(directory.resolve(page.place()), layout.html(page));
        }
        write(directory.resolve("assets/search-index.js"), SearchIndex.script(pages()));
        for (String asset : List.of("site.css", "site.js")) {
            copy(Site.class.getResourceAsStream(asset), asset, directory.resolve("assets").resolve(asset));
        }
        copyDiagrams(directory.resolve("assets"));
        for (String file : files) {
            Path target = directory.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(root.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
        }
        for (String dark : Layout.darkTwins(files)) {
            if (Files.exists(root.resolve(dark))) {
                Files.copy(root.resolve(dark), directory.resolve(dark), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void copyDiagrams(Path assets) throws IOException {
        String version = DiagramLibrary.version();
        ClassLoader loader = Site.class.getClassLoader();
        copy(loader.getResourceAsStream(DIAGRAMS + version + "/dist/" + DIAGRAM_SCRIPT), DIAGRAM_SCRIPT,
                assets.resolve(DIAGRAM_SCRIPT));
        copy(loader.getResourceAsStream(DIAGRAMS + version + "/LICENSE"), "LICENSE",
                assets.resolve("mermaid-LICENSE.txt"));
    }

    private static void copy(@Nullable InputStream in, String name, Path target) throws IOException {
        if (in == null) {
            throw new IOException(name + " is not on the class path");
        }
        try (in) {
            Files.createDirectories(target.getParent());
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
