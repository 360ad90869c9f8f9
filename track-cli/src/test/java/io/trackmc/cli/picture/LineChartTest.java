package io.trackmc.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LineChartTest {

    private static final double[] SIZES = {100, 1_000, 10_000};

    @Test
    void shouldStepEvenlyAlongPowersOfTenAndDrawHigherValuesHigher() throws Exception {
        NodeList points = parse(new LineChart("packets/s", "receivers").line("all", SIZES, new double[] {1, 2, 4}))
                .getElementsByTagName("circle");
        assertThat(points.getLength()).isEqualTo(3);
        assertThat(at(points, 1, "cx") - at(points, 0, "cx")).isEqualTo(at(points, 2, "cx") - at(points, 1, "cx"))
                .isPositive();
        assertThat(at(points, 0, "cy")).isGreaterThan(at(points, 1, "cy"));
        assertThat(at(points, 1, "cy")).isGreaterThan(at(points, 2, "cy"));
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured() throws Exception {
        NodeList points = parse(new LineChart("ms", "receivers").line("half", SIZES, new double[] {1, Double.NaN, 3}))
                .getElementsByTagName("circle");
        assertThat(points.getLength()).isEqualTo(2);
    }

    @Test
    void shouldDrawOnePointAndNothing() throws Exception {
        assertThat(parse(new LineChart("one", "receivers").line("a", new double[] {100}, new double[] {0}))
                .getElementsByTagName("circle").getLength()).isOne();
        assertThat(parse(new LineChart("<none> & nothing", "receivers")).getDocumentElement().getTextContent())
                .contains("<none> & nothing");
    }

    private static double at(NodeList points, int index, String attribute) {
        return Double.parseDouble(((Element) points.item(index)).getAttribute(attribute));
    }

    private static Document parse(LineChart chart) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    }
}
