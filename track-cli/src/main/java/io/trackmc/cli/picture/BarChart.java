package io.trackmc.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars with names, each with the range over several runs, as an SVG file that shows its numbers too. */
public final class BarChart {

    private static final int NAME_PIXELS = 150;
    private static final int BAR_PIXELS = 420;
    private static final int TEXT_PIXELS = 110;
    private static final int ROW_PIXELS = 26;
    private static final int TOP_PIXELS = 44;
    private static final int THICK_PIXELS = 16;
    private static final String STRONG = "#1f6feb";
    private static final String PALE = "#9aa4b2";

    private final String title;
    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String name, double value, double least, double most, boolean strong) {}

    /** @param title what is measured, and in which unit */
    public BarChart(String title) {
        this.title = title;
    }

    /**
     * Adds a bar below those before.
     *
     * @param value 0 or more, at which the bar ends
     * @param least of several runs
     * @param most likewise
     * @param strong whether it stands out
     */
    public BarChart bar(String name, double value, double least, double most, boolean strong) {
        bars.add(new Bar(name, value, least, most, strong));
        return this;
    }

    /** The whole file. */
    public String svg() {
        int width = NAME_PIXELS + BAR_PIXELS + TEXT_PIXELS;
        int height = TOP_PIXELS + bars.size() * ROW_PIXELS + THICK_PIXELS;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"10\" y=\"24\" font-size=\"15\">%s</text>%n",
                width, height, escaped(title)));
        double full = bars.stream().mapToDouble(Bar::most).max().orElse(0);
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, bars.get(i), TOP_PIXELS + i * ROW_PIXELS, full == 0 ? 0 : BAR_PIXELS / full);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, Bar bar, int top, double pixelsPerUnit) {
        int middle = top + THICK_PIXELS / 2;
        int textLine = middle + 5;
        double from = NAME_PIXELS + bar.least() * pixelsPerUnit;
        double to = NAME_PIXELS + bar.most() * pixelsPerUnit;
        svg.append(String.format(Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                        + "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\"/>%n"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                NAME_PIXELS - 8, textLine, escaped(bar.name()),
                NAME_PIXELS, top, bar.value() * pixelsPerUnit, THICK_PIXELS, bar.strong() ? STRONG : PALE,
                from, middle, to, middle,
                to + 8, textLine, number(bar.value())));
    }

    private static String number(double value) {
        return value < 100 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
