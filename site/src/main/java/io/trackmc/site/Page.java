package io.trackmc.site;

import java.util.List;

/**
 * A document that was read.
 *
 * @param source path below the root of the sources, with {@code /}
 * @param title of its first heading
 * @param html body of the page
 * @param headings below the first, in order
 * @param texts of its sections, for the search
 * @param links of other places that it has
 * @param hasDiagrams whether it has diagrams that a script draws
 */
record Page(String source, String title, String html, List<Heading> headings, List<Section> texts, List<Link> links,
        boolean hasDiagrams) {

    /**
     * A heading.
     *
     * @param level 1 to 6
     * @param id by which links find it
     * @param text without marks
     */
    record Heading(int level, String id, String text) {}

    /**
     * What stands below a heading, up to the next.
     *
     * @param id of the heading
     * @param heading text of it
     * @param text in one line, without marks
     */
    record Section(String id, String heading, String text) {}

    /**
     * A link to a place of these sources.
     *
     * @param target as it is written, without the part behind #
     * @param fragment behind #; empty without one
     * @param path that it means, below the root; outside of it with {@code ..} at the beginning
     */
    record Link(String target, String fragment, String path) {}

    /** Where the page is, below the root of the site. */
    String place() {
        return place(source);
    }

    /** Where the page of a document is: the README of a directory is its index. */
    static String place(String source) {
        return source.replaceFirst("(^|/)README\\.md$", "$1index.md").replaceFirst("\\.md$", ".html");
    }

    /** What leads from this page up to the root of the site. */
    String up() {
        return "../".repeat((int) place().chars().filter(c -> c == '/').count());
    }

    boolean hasAnchor(String id) {
        return headings.stream().anyMatch(heading -> heading.id().equals(id));
    }
}
