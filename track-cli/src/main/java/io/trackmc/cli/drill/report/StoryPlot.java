package io.trackmc.cli.drill.report;

import io.trackmc.cli.drill.live.OrphanStory;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A bar for each who lost a parent: how long it had not noticed, then looked for another, then waited for the first repair or data. */
final class StoryPlot {

    private static final int MOST = 60;
    private static final int WIDTH = 900;
    private static final int NAMES = 210;
    private static final int NUMBERS = 80;
    private static final int ROW = 20;
    private static final int TOP = 44;
    private static final int BAR = 12;
    private static final int BASELINE = 11;
    private static final double NS_PER_MS = 1e6;

    private final XMLStreamWriter out;
    private final long detectionNs;

    /** @param detectionNs after which a silent parent counts as lost */
    StoryPlot(XMLStreamWriter out, long detectionNs) {
        this.out = out;
        this.detectionNs = detectionNs;
    }

    void write(List<OrphanStory> all) throws XMLStreamException {
        List<OrphanStory> stories = all.subList(0, Math.min(MOST, all.size()));
        long longestNs = Math.max(detectionNs, stories.stream().mapToLong(StoryPlot::endNs).max().orElse(1));
        double perNs = (WIDTH - NAMES - NUMBERS) / (double) longestNs;
        int height = TOP + ROW * stories.size();
        out.writeStartElement("svg");
        attribute("viewBox", "0 0 " + WIDTH + " " + height);
        attribute("role", "img");
        attribute("aria-label",
                "Time from the fault to the first repair or data from the new parent, for each child; the table below has the numbers");
        legend();
        double detection = NAMES + detectionNs * perNs;
        line(detection, TOP - 4, detection, height);
        label(detection + 3, TOP - 8, "detection time " + millis(detectionNs), "faint");
        for (int i = 0; i < stories.size(); i++) {
            row(stories.get(i), TOP + i * ROW, perNs);
        }
        out.writeEndElement();
        if (all.size() > MOST) {
            out.writeStartElement("p");
            out.writeCharacters("The first " + MOST + " of " + all.size() + "; the table has all.");
            out.writeEndElement();
        }
    }

    private void legend() throws XMLStreamException {
        String[] kinds = {"wait", "bind", "serve"};
        String[] words = {"parent silent, not noticed", "looks for another parent",
            "waits for the first repair or data"};
        double x = NAMES;
        for (int i = 0; i < kinds.length; i++) {
            bar(x, 2, BAR, kinds[i]);
            label(x + BAR + 5, 2 + BASELINE, words[i], "");
            x += 40 + 6.5 * words[i].length();
        }
    }

    private void row(OrphanStory story, int y, double perNs) throws XMLStreamException {
        label(0, y + BASELINE, story.child() + " \u2190 " + story.parent(), "");
        if (story.lostNs() >= 0) {
            bar(NAMES, y, story.lostNs() * perNs, "wait");
        }
        if (story.boundNs() >= 0) {
            long fromNs = Math.max(0, Math.min(story.lostNs(), story.boundNs()));
            bar(NAMES + fromNs * perNs, y, (story.boundNs() - fromNs) * perNs, "bind");
        }
        if (story.boundNs() >= 0 && story.servedNs() > story.boundNs()) {
            bar(NAMES + story.boundNs() * perNs, y, (story.servedNs() - story.boundNs()) * perNs, "serve");
        }
        long endNs = endNs(story);
        label(NAMES + endNs * perNs + 4, y + BASELINE, endNs == 0 ? "no other parent" : millis(endNs), "faint");
    }

    private static long endNs(OrphanStory story) {
        return Math.max(0, Math.max(story.boundNs(), story.servedNs()));
    }

    static String millis(long ns) {
        return String.format(Locale.ROOT, "%.1f ms", ns / NS_PER_MS);
    }

    private void bar(double x, double y, double width, String kind) throws XMLStreamException {
        out.writeEmptyElement("rect");
        attribute("x", number(x));
        attribute("y", number(y));
        attribute("width", number(Math.max(1, width)));
        attribute("height", Integer.toString(BAR));
        attribute("class", kind);
    }

    private void line(double x1, double y1, double x2, double y2) throws XMLStreamException {
        out.writeEmptyElement("line");
        attribute("x1", number(x1));
        attribute("y1", number(y1));
        attribute("x2", number(x2));
        attribute("y2", number(y2));
        attribute("class", "axis");
    }

    private void label(double x, double y, String text, String kind) throws XMLStreamException {
        out.writeStartElement("text");
        attribute("x", number(x));
        attribute("y", number(y));
        attribute("class", kind);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        out.writeAttribute(name, value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
