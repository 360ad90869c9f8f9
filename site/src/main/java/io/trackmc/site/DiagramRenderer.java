package io.trackmc.site;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Fenced blocks: diagrams for the script that draws them, all others as they are. */
final class DiagramRenderer implements NodeRenderer {

    private final HtmlWriter out;

    DiagramRenderer(HtmlNodeRendererContext context) {
        this.out = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
        FencedCodeBlock block = (FencedCodeBlock) node;
        out.line();
        if ("mermaid".equals(block.getInfo())) {
            out.tag("pre", Map.of("class", "mermaid"));
            out.text(block.getLiteral());
            out.tag("/pre");
        } else {
            out.tag("pre");
            out.tag("code");
            out.text(block.getLiteral());
            out.tag("/code");
            out.tag("/pre");
        }
        out.line();
    }
}
