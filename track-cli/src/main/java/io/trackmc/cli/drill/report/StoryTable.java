package io.trackmc.cli.drill.report;

import io.trackmc.cli.drill.live.OrphanStory;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A line for each who lost a parent. */
final class StoryTable {

    private static final List<String> HEADING = List.of("at", "child", "lost", "noticed after", "bound after",
            "first repair or data", "caught up");
    private static final double NS_PER_SECOND = 1e9;

    private final XMLStreamWriter out;

    StoryTable(XMLStreamWriter out) {
        this.out = out;
    }

    void write(DrillResult result) throws XMLStreamException {
        out.writeStartElement("table");
        row("th", HEADING);
        for (OrphanStory story : result.stories()) {
            row("td", List.of(
                    String.format(Locale.ROOT, "%.1f s", (story.faultNs() - result.beginNs()) / NS_PER_SECOND),
                    story.child(), story.parent(), time(story.lostNs()), time(story.boundNs()),
                    time(story.servedNs()), time(story.caughtUpNs())));
        }
        out.writeEndElement();
    }

    private static String time(long ns) {
        return ns < 0 ? "\u2013" : StoryPlot.millis(ns);
    }

    private void row(String cell, List<String> texts) throws XMLStreamException {
        out.writeStartElement("tr");
        for (String text : texts) {
            out.writeStartElement(cell);
            out.writeAttribute("class", "n");
            out.writeCharacters(text);
            out.writeEndElement();
        }
        out.writeEndElement();
    }
}
