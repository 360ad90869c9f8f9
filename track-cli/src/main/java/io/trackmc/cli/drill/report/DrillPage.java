package io.trackmc.cli.drill.report;

import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.PromiseResult;
import io.trackmc.sim.drill.PromisedLimit;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A drill as a page that needs nothing else: what was promised and measured, and what became of each who lost a parent. */
final class DrillPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #6a737d; --line: #d0d7de;
              --held: #1a7f37; --broken: #cf222e; --lost: #bf8700; --bound: #0969da; --served: #1a7f37; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --faint: #8b949e; --line: #30363d;
              --held: #3fb950; --broken: #ff7b72; --lost: #d29922; --bound: #58a6ff; --served: #3fb950; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem;
              margin: 2rem auto; padding: 0 1rem; }
            h1 { margin-bottom: 0; } .purpose { margin-top: .2rem; color: var(--faint); }
            .verdict { font-size: 1.2rem; font-weight: 600; } .held { color: var(--held); } .broken { color: var(--broken); font-weight: 600; }
            table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .8rem .3rem 0;
              border-bottom: 1px solid var(--line); } td.n, th.n { font-variant-numeric: tabular-nums; }
            svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
            svg .axis { stroke: var(--line); } svg .faint { fill: var(--faint); }
            svg .wait { fill: var(--lost); } svg .bind { fill: var(--bound); } svg .serve { fill: var(--served); }
            @media print { body { margin: 0; max-width: none; } }
            """;

    private final XMLStreamWriter out;

    DrillPage(Writer to) throws XMLStreamException {
        this.out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to);
    }

    void write(Drill drill, List<DrillResult> results, String when) throws XMLStreamException {
        out.writeDTD("<!DOCTYPE html>\n");
        out.writeStartElement("html");
        out.writeAttribute("lang", "en");
        head(drill);
        out.writeStartElement("body");
        text("h1", drill.name());
        text("p", "purpose", drill.purpose());
        boolean held = results.stream().allMatch(result -> result.report().held());
        boolean all = results.stream().allMatch(result -> result.report().promises().size() == drill.promises().size());
        text("p", held ? "verdict held" : "verdict broken", !held ? "A promise was broken."
                : all ? "Every promise was held." : "Every promise that could be seen was held.");
        text("p", when);
        promises(drill, results);
        for (DrillResult result : results) {
            stories(drill, result);
        }
        out.writeEndElement();
        out.writeEndElement();
        out.writeEndDocument();
        out.close();
    }

    private void head(Drill drill) throws XMLStreamException {
        out.writeStartElement("head");
        out.writeEmptyElement("meta");
        out.writeAttribute("charset", "utf-8");
        out.writeEmptyElement("meta");
        out.writeAttribute("name", "viewport");
        out.writeAttribute("content", "width=device-width");
        text("title", "TRACK drill: " + drill.name());
        text("style", STYLE);
        out.writeEndElement();
    }

    private void promises(Drill drill, List<DrillResult> results) throws XMLStreamException {
        text("h2", "Promises");
        out.writeStartElement("table");
        out.writeStartElement("tr");
        text("th", "promise");
        text("th", "promised");
        for (DrillResult result : results) {
            text("th", "n", "on " + result.on() + ", seed " + result.report().seed());
        }
        out.writeEndElement();
        for (PromisedLimit promised : drill.promises()) {
            out.writeStartElement("tr");
            text("td", promised.promise().text());
            text("td", promised.text());
            for (DrillResult result : results) {
                Optional<PromiseResult> found = result.report().promises().stream()
                        .filter(each -> each.promised().promise() == promised.promise()).findFirst();
                if (found.isEmpty()) {
                    text("td", "n", "cannot be seen there");
                } else {
                    boolean held = found.get().held();
                    text("td", held ? "n held" : "n broken",
                            found.get().text() + (held ? " \u2713 held" : " \u2717 BROKEN"));
                }
            }
            out.writeEndElement();
        }
        out.writeEndElement();
        for (DrillResult result : results) {
            for (String finding : result.report().findings()) {
                text("p", result.on() + ": " + finding);
            }
        }
    }

    private void stories(Drill drill, DrillResult result) throws XMLStreamException {
        if (result.stories().isEmpty()) {
            return;
        }
        text("h2", "Who lost a parent, on " + result.on());
        new StoryPlot(out, drill.timing().detectionNs()).write(result.stories());
        new StoryTable(out).write(result);
    }

    private void text(String element, String content) throws XMLStreamException {
        out.writeStartElement(element);
        out.writeCharacters(content);
        out.writeEndElement();
    }

    private void text(String element, String kind, String content) throws XMLStreamException {
        out.writeStartElement(element);
        out.writeAttribute("class", kind);
        out.writeCharacters(content);
        out.writeEndElement();
    }
}
