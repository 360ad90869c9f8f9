package io.trackmc.cli.picture;

import io.trackmc.cli.console.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Draws a tree of nodes with a bar for each.
 *
 * <pre>
 *   sender           ██████████████████████████████ 100 %  15,433 packets, 12 repairs
 *   ├─ rh-1          █████████████████████░░░░░░░░░  71 %  lost 312, made 598 repairs, asked 40 times
 *   │  ├─ receiver-1 ████████████████████░░░░░░░░░░  68 %  lost 301, got 290 repairs
 * </pre>
 *
 * <p>Where there is little room, first the details are cut, then the bars shrink and go.
 */
public final class TreePicture {

    private static final int MAX_BAR = 30;
    private static final int MIN_BAR = 5;
    private static final int PERCENT = 6;
    private static final int LEAST_DETAIL = 12;
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final Terminal terminal;
    private final List<TreeNode> nodes;
    private final List<String> labels = new ArrayList<>();
    private final List<TreeNode> ordered = new ArrayList<>();

    private TreePicture(List<TreeNode> nodes, Terminal terminal) {
        this.nodes = nodes;
        this.terminal = terminal;
    }

    /** The lines of the picture, none wider than the terminal. */
    public static List<String> of(List<TreeNode> nodes, Terminal terminal) {
        return new TreePicture(nodes, terminal).draw();
    }

    private List<String> draw() {
        List<TreeNode> roots = nodes.stream().filter(this::isRoot).toList();
        roots.forEach(root -> add(root, "", ""));
        nodes.forEach(node -> add(node, "", "")); // what hangs together in a loop only
        int labelWidth = labels.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            lines.add(line(labels.get(i), labelWidth, ordered.get(i)));
        }
        return lines;
    }

    private boolean isRoot(TreeNode node) {
        return node.parent() == null || nodes.stream().noneMatch(other -> other.name().equals(node.parent()));
    }

    /** Depth first, each node once: reports of different moments can show a loop. */
    private void add(TreeNode node, String indent, String childIndent) {
        if (ordered.contains(node)) {
            return;
        }
        labels.add(indent + node.name());
        ordered.add(node);
        List<TreeNode> children = nodes.stream().filter(n -> Objects.equals(n.parent(), node.name())).toList();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            add(children.get(i), childIndent + branch(last), childIndent + trunk(last));
        }
    }

    private String branch(boolean last) {
        if (terminal.unicode()) {
            return last ? "└─ " : "├─ ";
        }
        return last ? "`- " : "|- ";
    }

    private String trunk(boolean last) {
        if (last) {
            return "   ";
        }
        return terminal.unicode() ? "│  " : "|  ";
    }

    private String line(String label, int labelWidth, TreeNode node) {
        int room = terminal.pictureColumns() - 1 - labelWidth - PERCENT - 1;
        int barWidth = Math.min(MAX_BAR, room >= MIN_BAR + LEAST_DETAIL ? Math.max(MIN_BAR, room / 3) : room);
        String name = label + " ".repeat(labelWidth - label.length());
        if (barWidth < MIN_BAR) {
            String narrow = name + percent(node.done());
            return narrow.substring(0, Math.min(narrow.length(), terminal.pictureColumns() - 1));
        }
        int detailWidth = room - barWidth - 2;
        String detail = detailWidth < LEAST_DETAIL ? "" : "  " + cut(node.detail(), detailWidth);
        return (name + " " + bar(node.done(), barWidth) + percent(node.done()) + detail).stripTrailing();
    }

    private String bar(double done, int width) {
        int full = (int) Math.round(Math.clamp(done, 0, 1) * width);
        String text = (terminal.unicode() ? "█" : "#").repeat(full)
                + (terminal.unicode() ? "░" : ".").repeat(width - full);
        return terminal.colour() ? (done >= 1 ? GREEN : YELLOW) + text + PLAIN : text;
    }

    private static String percent(double done) {
        return String.format("%4d %%", (int) Math.floor(Math.clamp(done, 0, 1) * 100));
    }

    private static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int comma = text.lastIndexOf(", ", width); // what is shown is whole
        return comma < 0 ? "" : text.substring(0, comma);
    }
}
