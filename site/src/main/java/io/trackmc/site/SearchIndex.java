package io.trackmc.site;

import io.trackmc.site.Page.Section;
import java.util.List;

/** All sections of all pages as a script, because a page that is opened from a disk may load scripts and no data. */
final class SearchIndex {

    private SearchIndex() {}

    static String script(List<Page> pages) {
        StringBuilder script = new StringBuilder("window.trackSearch = [\n");
        for (Page page : pages) {
            for (Section section : page.texts()) {
                script.append('[').append(quoted(page.place() + (section.id().isEmpty() ? "" : "#" + section.id())))
                        .append(',')
                        .append(quoted(page.title())).append(',').append(quoted(section.heading())).append(',')
                        .append(quoted(section.text())).append("],\n");
            }
        }
        return script.append("];\n").toString();
    }

    /** As a string of JavaScript that may stand in a script of any kind. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
