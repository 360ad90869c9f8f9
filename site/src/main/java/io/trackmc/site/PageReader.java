package io.trackmc.site;

import io.trackmc.site.Page.Heading;
import io.trackmc.site.Page.Link;
import io.trackmc.site.Page.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/** Reads one document. What it links to is noted and not looked at. */
final class PageReader extends AbstractVisitor {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final String DIAGRAM = "mermaid";

    private final String source;
    private final Slugs slugs = new Slugs();
    private final Map<Node, String> ids = new HashMap<>();
    private final List<Heading> headings = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Heading current = new Heading(1, "", "");
    private boolean hasDiagrams;

    private PageReader(String source) {
        this.source = source;
    }

    /**
     * The page of a document.
     *
     * @param source its path below the root
     * @param places where links of the page lead on the site: from a path below the root to one relative to the page
     */
    static Page read(String source, String markdown, UnaryOperator<String> places) {
        PageReader reader = new PageReader(source);
        Node document = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
        document.accept(reader);
        reader.endSection();
        String html = HtmlRenderer.builder().extensions(EXTENSIONS)
                .attributeProviderFactory(
                        context -> (node, tag, attributes) -> reader.decorate(node, tag, attributes, places))
                .nodeRendererFactory(DiagramRenderer::new).build().render(document);
        String title = reader.headings.isEmpty() ? source : reader.headings.getFirst().text();
        return new Page(source, title, html, List.copyOf(reader.headings), List.copyOf(reader.sections),
                List.copyOf(reader.links), reader.hasDiagrams);
    }

    private void decorate(Node node, String tag, Map<String, String> attributes, UnaryOperator<String> places) {
        String id = ids.get(node);
        if (id != null) {
            attributes.put("id", id);
        }
        for (String name : List.of("href", "src")) {
            String target = attributes.get(name);
            Link link = target == null ? null : link(target);
            if (link != null) {
                attributes.put(name,
                        (link.path().equals(source) && link.target().isEmpty() ? "" : places.apply(link.path()))
                                + (link.fragment().isEmpty() ? "" : "#" + link.fragment()));
            }
        }
        if (tag.equals("img")) {
            attributes.put("loading", "lazy");
        }
    }

    @Override
    public void visit(org.commonmark.node.Heading node) {
        endSection();
        String words = plain(node);
        current = new Heading(node.getLevel(), slugs.of(words), words);
        ids.put(node, current.id());
        headings.add(current);
        visitChildren(node);
        text.setLength(0);
    }

    @Override
    public void visit(org.commonmark.node.Link node) {
        note(node.getDestination());
        visitChildren(node);
    }

    @Override
    public void visit(Image node) {
        note(node.getDestination());
        visitChildren(node);
    }

    private void note(String destination) {
        Link link = link(destination);
        if (link != null) {
            links.add(link);
        }
    }

    /** Null for one that leads out of the sources. */
    private @Nullable Link link(String destination) {
        if (destination.matches("[a-z][a-z0-9+.-]*:.*")) {
            return null;
        }
        int hash = destination.indexOf('#');
        String target = hash < 0 ? destination : destination.substring(0, hash);
        String fragment = hash < 0 ? "" : destination.substring(hash + 1);
        String path = target.isEmpty() ? source : URI.create(source).resolve(target).normalize().getPath();
        return new Link(target, fragment, path);
    }

    @Override
    public void visit(Text node) {
        text.append(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
        text.append(node.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak node) {
        text.append(' ');
    }

    @Override
    public void visit(IndentedCodeBlock node) {
        text.append(' ').append(node.getLiteral()).append(' ');
    }

    @Override
    public void visit(FencedCodeBlock node) {
        hasDiagrams |= DIAGRAM.equals(node.getInfo());
    }

    @Override
    public void visit(HtmlBlock node) {
        // A comment.
    }

    @Override
    protected void visitChildren(Node parent) {
        super.visitChildren(parent);
        if (parent instanceof org.commonmark.node.Block || parent instanceof org.commonmark.node.CustomNode) {
            text.append(' ');
        }
    }

    private void endSection() {
        String words = text.toString().replaceAll("\\s+", " ").strip();
        if (!words.isEmpty() || !current.text().isEmpty()) {
            sections.add(new Section(current.id(), current.text(), words));
        }
        text.setLength(0);
    }

    private String plain(Node node) {
        int from = text.length();
        visitChildren(node);
        String words = text.substring(from).strip();
        text.setLength(from);
        return words;
    }
}
