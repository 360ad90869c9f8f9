package io.trackmc.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of headings for links, the same as code hosting sites make them, so that a link works here and there. One for each page. */
final class Slugs {

    private final Map<String, Integer> used = new HashMap<>();

    String of(String heading) {
        StringBuilder slug = new StringBuilder();
        heading.strip().toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
                slug.appendCodePoint(c);
            } else if (c == ' ') {
                slug.append('-');
            }
        });
        Integer before = used.merge(slug.toString(), 1, Integer::sum);
        return before == 1 ? slug.toString() : slug + "-" + (before - 1);
    }
}
