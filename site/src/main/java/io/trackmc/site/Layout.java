package io.trackmc.site;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands around the text of a page. */
final class Layout {

    private static final Pattern LIGHT = Pattern.compile("<img src=\"([^\"]*)-light\\.png\"([^>]*)>");
    private static final Pattern NUMBER = Pattern.compile("^docs/decisions/(\\d{4})-.*");
    private final Map<String, List<Page>> navigation;
    private final Collection<String> files;

    Layout(Map<String, List<Page>> navigation, Collection<String> files) {
        this.navigation = navigation;
        this.files = files;
    }

    /** Pictures for dark pages of those that have one for light pages. */
    static List<String> darkTwins(Collection<String> files) {
        return files.stream().filter(file -> file.endsWith("-light.png"))
                .map(file -> file.replace("-light.png", "-dark.png")).toList();
    }

    String html(Page page) {
        String up = page.up();
        String name = page.source().equals("README.md") ? "TRACK" : page.title() + " · TRACK";
        StringBuilder html = new StringBuilder(head(escaped(name), up));
        html.append("<div class=\"columns\">\n<nav id=\"pages\" aria-label=\"Pages\">\n");
        navigation.forEach((group, pages) -> addGroup(html, group, pages, page));
        html.append("</nav>\n<main id=\"text\">\n")
                .append(twins(page.html()).replace("<table>", "<div class=\"table\"><table>")
                        .replace("</table>", "</table></div>"))
                .append("</main>\n");
        addContents(html, page);
        html.append("</div>\n<script src=\"").append(up).append("assets/site.js\"></script>\n");
        if (page.hasDiagrams()) {
            html.append("<script src=\"").append(up)
                    .append("assets/mermaid.min.js\"></script>\n<script>drawDiagrams();</script>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static String head(String name, String up) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>NAME</title>
            <link rel="stylesheet" href="UPassets/site.css">
            <script>try { const t = localStorage.getItem("theme"); if (t) document.documentElement.dataset.theme = t; } catch (e) { /* not kept */ }</script>
            </head>
            <body data-up="UP">
            <a class="skip" href="#text">To the text</a>
            <header>
            <button id="menu" aria-label="Pages" aria-expanded="false" aria-controls="pages">&#9776;</button>
            <a class="brand" href="UPindex.html">TRACK</a>
            <div class="search"><input id="search" type="search" placeholder="Search" aria-label="Search" autocomplete="off"><ol id="found" hidden></ol></div>
            <button id="theme" aria-label="Light or dark">&#9680;</button>
            </header>
            """.replace("UP", up).replace("NAME", name);
    }

    private static void addGroup(StringBuilder html, String group, List<Page> pages, Page current) {
        boolean open = pages.size() < 10 || pages.contains(current);
        html.append("<details").append(open ? " open" : "").append("><summary>").append(escaped(group))
                .append("</summary>\n<ul>\n");
        for (Page page : pages) {
            html.append("<li><a href=\"").append(current.up()).append(page.place()).append('"')
                    .append(page.source().equals(current.source()) ? " aria-current=\"page\"" : "").append('>')
                    .append(escaped(name(page)))
                    .append("</a></li>\n");
        }
        html.append("</ul>\n</details>\n");
    }

    /** Short enough for a line at the side. */
    private static String name(Page page) {
        String title = page.source().equals("README.md") ? "Overview" : page.title().replaceFirst("[:,] .*", "");
        Matcher decision = NUMBER.matcher(page.source());
        return decision.matches() && !title.startsWith(decision.group(1)) ? decision.group(1) + " " + title : title;
    }

    private static void addContents(StringBuilder html, Page page) {
        List<Page.Heading> contents = page.headings().stream()
                .filter(heading -> heading.level() == 2 || heading.level() == 3).toList();
        if (contents.size() < 3) {
            html.append("<aside></aside>\n");
            return;
        }
        html.append("<aside aria-label=\"On this page\"><p>On this page</p>\n<ul>\n");
        contents.forEach(heading -> html.append("<li class=\"level").append(heading.level()).append("\"><a href=\"#")
                .append(heading.id())
                .append("\">").append(escaped(heading.text())).append("</a></li>\n"));
        html.append("</ul></aside>\n");
    }

    /** A picture that was made light and dark is shown as the page is. */
    private String twins(String html) {
        return LIGHT.matcher(html).replaceAll((MatchResult picture) -> {
            String name = picture.group(1).replaceFirst("^(\\.\\./)+", "");
            boolean known = files.stream().anyMatch(file -> file.endsWith(name + "-light.png"));
            String both = picture.group() + (known
                    ? "<img class=\"dark\" src=\"" + picture.group(1) + "-dark.png\"" + picture.group(2) + ">" : "");
            return Matcher.quoteReplacement(known ? both.replaceFirst("<img src", "<img class=\"light\" src") : both);
        });
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
