package io.trackmc.cli.ops;

import io.trackmc.cli.picture.TextTable;
import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeDocument;
import io.trackmc.net.tree.TreeDocument.Heard;
import io.trackmc.net.tree.TreeEvent;
import io.trackmc.net.tree.TreeNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A live tree as lines of text: regions as a tree, the worst of their siblings first, then the worst receivers, then events. */
final class TopPicture {

    private static final int EVENTS = 10;
    private static final int DEEPEST = 32;
    private static final double PARTS_PER_PERCENT = 1e4;
    private static final double MS_PER_SECOND = 1e3;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(
            ZoneId.systemDefault());

    private static final Comparator<TreeChild> WORST_FIRST = Comparator
            .comparingLong(TreeChild::lossPartsPerMillion).thenComparingLong(TreeChild::behind).reversed()
            .thenComparing(TreeChild::name);

    private final TreeDocument now;
    private final Map<String, Heard> nodes = new HashMap<>();
    private final Map<String, Long> repairsBefore = new HashMap<>();
    private final long sinceMs;
    private final Set<String> children = new HashSet<>();
    private final Set<String> shown = new HashSet<>();

    /** @param last the reading before; null for none */
    TopPicture(TreeDocument now, @Nullable TreeDocument last) {
        this.now = now;
        this.sinceMs = last == null ? 0 : now.at() - last.at();
        for (Heard heard : now.nodes()) {
            nodes.put(heard.node().key(), heard);
            heard.node().children().forEach(child -> children.add(heard.node().group() + "/" + child.id()));
        }
        if (last != null) {
            last.nodes().forEach(heard -> repairsBefore.put(heard.node().key(), heard.node().work().repairsSent()));
        }
    }

    /** All lines. */
    List<String> lines(int receivers, int columns) {
        List<String> lines = new ArrayList<>(List.of(heading()));
        TextTable regions = new TextTable(List.of("region", "how", "receivers", "loss", "worst", "behind", "repairs",
                "repairs/s", "keys", "tenant", "from", "heard"));
        now.nodes().stream().filter(heard -> isTop(heard.node())).forEach(heard -> add(regions, heard, 0));
        lines.addAll(regions.lines(columns));
        lines.addAll(worst(receivers, columns));
        lines.addAll(events(columns));
        return lines;
    }

    private String heading() {
        long leaves = now.nodes().stream().flatMap(heard -> heard.node().children().stream())
                .filter(child -> !child.repairHead()).count();
        long silent = now.nodes().stream().filter(Heard::isSilent).count();
        List<String> faults = now.below().stream().filter(feed -> !feed.fault().isEmpty())
                .map(feed -> feed.url() + ": " + feed.fault()).toList();
        return "%s  %,d nodes told, %,d receivers named%s%s%s".formatted(CLOCK.format(Instant.ofEpochMilli(now.at())),
                now.nodes().size(), leaves, silent == 0 ? "" : ", %,d not heard".formatted(silent),
                now.leftOut() == 0 ? "" : ", %,d left out".formatted(now.leftOut()),
                faults.isEmpty() ? "" : "; " + clean(String.join(", ", faults)));
    }

    /** Nobody who is told of has it as a child. */
    private boolean isTop(TreeNode node) {
        return !children.contains(node.key());
    }

    private void add(TextTable table, Heard heard, int depth) {
        TreeNode node = heard.node();
        if (depth > DEEPEST || !shown.add(node.key())) {
            return;
        }
        List<TreeChild> leaves = node.children().stream().filter(child -> !child.repairHead()).toList();
        List<TreeChild> counted = leaves.isEmpty() ? node.children() : leaves;
        long mean = Math.round(counted.stream().mapToLong(TreeChild::lossPartsPerMillion).average().orElse(0));
        long most = node.children().stream().mapToLong(TreeChild::lossPartsPerMillion).max().orElse(0);
        long behind = node.children().stream().mapToLong(TreeChild::behind).max().orElse(0);
        table.row(indent(depth) + clean(node.name()), how(heard), node.work().receivers(), percent(mean), percent(most),
                behind, node.work().repairsSent(), rate(node), node.epochs().transport(),
                clean(node.place().tenant()), clean(node.place().before()), age(heard));
        Stream<TreeChild> heads = node.children().stream().filter(TreeChild::repairHead).sorted(WORST_FIRST);
        heads.forEach(child -> {
            Heard below = nodes.get(node.group() + "/" + child.id());
            if (below == null) {
                table.row(indent(depth + 1) + clean(child.name()), "-", child.receivers(),
                        percent(child.lossPartsPerMillion()), percent(child.lossPartsPerMillion()), child.behind(), 0,
                        "", child.transportEpoch(), "", clean(child.from()), "by its parent");
            } else {
                add(table, below, depth + 1);
            }
        });
    }

    private static String how(Heard heard) {
        String fault = heard.node().place().fault();
        return heard.isSilent() ? "not heard" : fault.isEmpty() ? "ready" : clean(fault);
    }

    private String rate(TreeNode node) {
        Long before = repairsBefore.get(node.key());
        return before == null || sinceMs <= 0 ? ""
                : decimal(Math.max(0, node.work().repairsSent() - before) * MS_PER_SECOND / sinceMs, "");
    }

    private static String age(Heard heard) {
        return heard.depth() == 0 ? "here" : decimal(heard.ageMs() / MS_PER_SECOND, " s");
    }

    private List<String> worst(int receivers, int columns) {
        record At(TreeNode parent, TreeChild child) {}
        List<At> all = new ArrayList<>();
        now.nodes().forEach(heard -> heard.node().children().stream().filter(child -> !child.repairHead())
                .forEach(child -> all.add(new At(heard.node(), child))));
        if (receivers == 0 || all.isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable(List.of("receiver", "at", "loss", "behind", "asked", "repairs", "rtt", "from"));
        all.stream().sorted(Comparator.comparing(At::child, WORST_FIRST)).limit(receivers)
                .forEach(at -> table.row(clean(at.child.name()), clean(at.parent.name()),
                        percent(at.child.lossPartsPerMillion()), at.child.behind(), at.child.asked(),
                        at.child.repairs(), decimal(at.child.rttMicros() / MS_PER_SECOND, " ms"),
                        clean(at.child.from())));
        return Stream.concat(Stream.of(""), table.lines(columns).stream()).toList();
    }

    private List<String> events(int columns) {
        record Told(String node, TreeEvent event) {}
        List<Told> all = new ArrayList<>(now.moves().stream().map(event -> new Told("", event)).toList());
        now.nodes().forEach(heard -> heard.node().events().forEach(event -> all.add(new Told(heard.node().name(),
                event))));
        if (all.isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable(List.of("when", "node", "event", "count", "about", "detail"));
        all.stream().sorted(Comparator.comparingLong((Told told) -> told.event.until()).reversed()).limit(EVENTS)
                .forEach(told -> table.row(CLOCK.format(Instant.ofEpochMilli(told.event.until())), clean(told.node),
                        told.event.kind().text(), told.event.count(), clean(told.event.about()),
                        clean(told.event.detail())));
        return Stream.concat(Stream.of(""), table.lines(columns).stream()).toList();
    }

    private static String indent(int depth) {
        return "  ".repeat(depth);
    }

    private static String percent(long partsPerMillion) {
        return decimal(partsPerMillion / PARTS_PER_PERCENT, " %");
    }

    private static String decimal(double value, String unit) {
        return String.format(Locale.ROOT, "%.2f%s", value, unit);
    }

    /** What others have named must not move the cursor. */
    private static String clean(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
