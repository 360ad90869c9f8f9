package io.trackmc.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over a logarithmic axis, each with a name, as an SVG file that shows its numbers too. Values are drawn on a linear axis from 0. */
public final class LineChart {

    private static final int LEFT_PIXELS = 80;
    private static final int PLOT_WIDTH_PIXELS = 460;
    private static final int PLOT_HEIGHT_PIXELS = 240;
    private static final int TOP_PIXELS = 44;
    private static final int BOTTOM_PIXELS = 44;
    private static final int RIGHT_PIXELS = 190;
    private static final int LINE_PIXELS = 20;
    private static final int STEPS = 4;
    private static final double HEADROOM = 1.1;
    private static final String[] COLOURS = {"#1f6feb", "#d1242f", "#1a7f37", "#8250df", "#9a6700"};

    private final String title;
    private final String axis;
    private final List<Line> lines = new ArrayList<>();

    private record Point(double at, double value) {}

    private record Line(String name, List<Point> points) {}

    /**
     * @param title what is measured, and in which unit
     * @param axis what it is measured over
     */
    public LineChart(String title, String axis) {
        this.title = title;
        this.axis = axis;
    }

    /**
     * Adds a line.
     *
     * @param at where, ascending, 1 or more
     * @param values 0 or more, as many; what is not a number is left out
     */
    public LineChart line(String name, double[] at, double[] values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            if (!Double.isNaN(values[i])) {
                points.add(new Point(at[i], values[i]));
            }
        }
        lines.add(new Line(name, points));
        return this;
    }

    /** The whole file. */
    public String svg() {
        StringBuilder svg = new StringBuilder();
        int width = LEFT_PIXELS + PLOT_WIDTH_PIXELS + RIGHT_PIXELS;
        int height = TOP_PIXELS + PLOT_HEIGHT_PIXELS + BOTTOM_PIXELS;
        add(svg, String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                width, height));
        add(svg, String.format(Locale.ROOT, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>"));
        add(svg, String.format(Locale.ROOT, "<text x=\"10\" y=\"24\" font-size=\"15\">%s</text>", escaped(title)));
        Scale scale = scale();
        drawAxes(svg, scale);
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS[i % COLOURS.length], i, scale);
        }
        return svg.append("</svg>\n").toString();
    }

    private Scale scale() {
        double least = Double.MAX_VALUE;
        double most = 1;
        double highest = 0;
        for (Line line : lines) {
            for (Point point : line.points) {
                least = Math.min(least, point.at);
                most = Math.max(most, point.at);
                highest = Math.max(highest, point.value);
            }
        }
        return new Scale(Math.log10(Math.min(least, most)), Math.log10(most), highest == 0 ? 1 : highest * HEADROOM);
    }

    private void drawAxes(StringBuilder svg, Scale scale) {
        int bottom = TOP_PIXELS + PLOT_HEIGHT_PIXELS;
        for (int step = 0; step <= STEPS; step++) {
            double value = scale.highest * step / STEPS;
            double y = scale.y(value);
            add(svg, String.format(Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#d0d7de\"/>", LEFT_PIXELS, y,
                    LEFT_PIXELS + PLOT_WIDTH_PIXELS, y));
            add(svg, String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT_PIXELS - 8, y + 4, number(value)));
        }
        for (double power = Math.ceil(scale.from); power <= scale.to; power++) {
            add(svg, String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    scale.x(Math.pow(10, power)),
                    bottom + LINE_PIXELS, number(Math.pow(10, power))));
        }
        add(svg, String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                LEFT_PIXELS + PLOT_WIDTH_PIXELS / 2,
                bottom + 2 * LINE_PIXELS, escaped(axis)));
    }

    private static void draw(StringBuilder svg, Line line, String colour, int index, Scale scale) {
        StringBuilder points = new StringBuilder();
        for (Point point : line.points) {
            double x = scale.x(point.at);
            double y = scale.y(point.value);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            add(svg, String.format(Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s at %s: %s</title></circle>", x, y,
                    colour, escaped(line.name), number(point.at), number(point.value)));
        }
        add(svg, String.format(Locale.ROOT, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                points.toString().trim(),
                colour));
        add(svg, String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                LEFT_PIXELS + PLOT_WIDTH_PIXELS + 10,
                TOP_PIXELS + (index + 1) * LINE_PIXELS, colour, escaped(line.name)));
    }

    private static void add(StringBuilder svg, String line) {
        svg.append(line).append('\n');
    }

    private static String number(double value) {
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private record Scale(double from, double to, double highest) {

        double x(double at) {
            double share = to == from ? 0.5 : (Math.log10(at) - from) / (to - from);
            return LEFT_PIXELS + share * PLOT_WIDTH_PIXELS;
        }

        double y(double value) {
            return TOP_PIXELS + (1 - value / highest) * PLOT_HEIGHT_PIXELS;
        }
    }
}
