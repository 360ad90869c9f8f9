package io.trackmc.cli.drill.report;

import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.PromiseResult;
import io.trackmc.sim.drill.PromisedLimit;
import java.io.Writer;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A drill as JUnit's XML tells tests: a suite for each run, a case for each promise. */
final class JUnitText {

    private JUnitText() {}

    static void write(Writer to, Drill drill, List<DrillResult> results) throws XMLStreamException {
        XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to);
        out.writeStartDocument("UTF-8", "1.0");
        out.writeStartElement("testsuites");
        for (DrillResult result : results) {
            suite(out, drill, result);
        }
        out.writeEndElement();
        out.writeEndDocument();
        out.close();
    }

    private static void suite(XMLStreamWriter out, Drill drill, DrillResult result) throws XMLStreamException {
        List<PromiseResult> promises = result.report().promises();
        out.writeStartElement("testsuite");
        out.writeAttribute("name", "track drill " + drill.name() + " on " + result.on());
        List<PromisedLimit> unseen = drill.promises().stream()
                .filter(promised -> promises.stream().noneMatch(each -> each.promised().equals(promised))).toList();
        out.writeAttribute("tests", Integer.toString(drill.promises().size()));
        out.writeAttribute("skipped", Integer.toString(unseen.size()));
        out.writeAttribute("failures", Long.toString(promises.stream().filter(each -> !each.held()).count()));
        for (PromiseResult promise : promises) {
            out.writeStartElement("testcase");
            out.writeAttribute("classname", "track.drill." + drill.name() + "." + result.on());
            out.writeAttribute("name", promise.name() + " " + promise.promised().text());
            if (!promise.held()) {
                out.writeStartElement("failure");
                out.writeAttribute("message", promise.name() + ": promised " + promise.promised().text()
                        + ", measured " + promise.text());
                out.writeEndElement();
            }
            out.writeEndElement();
        }
        for (PromisedLimit promised : unseen) {
            out.writeStartElement("testcase");
            out.writeAttribute("classname", "track.drill." + drill.name() + "." + result.on());
            out.writeAttribute("name", promised.promise().text() + " " + promised.text());
            out.writeStartElement("skipped");
            out.writeAttribute("message", "cannot be seen there");
            out.writeEndElement();
            out.writeEndElement();
        }
        out.writeStartElement("system-out");
        out.writeCharacters(String.join("\n", result.report().findings()));
        out.writeEndElement();
        out.writeEndElement();
    }
}
