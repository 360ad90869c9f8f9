package io.trackmc.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BarChartTest {

    @Test
    void shouldDrawBarsAsLongAsTheirValuesAre() throws Exception {
        Document svg = parse(
                new BarChart("messages/s").bar("track", 200, 100, 400, true).bar("other", 50, 50, 50, false));
        NodeList bars = svg.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(3); // the first is the background
        double first = width(bars, 1);
        assertThat(first).isPositive().isEqualTo(4 * width(bars, 2));
    }

    @Test
    void shouldBeWellFormedWhateverANameHolds() throws Exception {
        Document svg = parse(new BarChart("a & b").bar("<script>", 0, 0, 0, false));
        assertThat(svg.getDocumentElement().getTextContent()).contains("a & b", "<script>");
    }

    private static double width(NodeList bars, int index) {
        return Double.parseDouble(((Element) bars.item(index)).getAttribute("width"));
    }

    private static Document parse(BarChart chart) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    }
}
