package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.metrics.FigureId;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.net.metrics.NodeWatch;
import io.trackmc.net.tree.EventLog;
import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeNode;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.Region;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What a node tells of itself for the live tree: its figures and counters, which any thread reads, and its children, whom only its driver's thread may look at. */
final class OwnTree {

    private static final long NO_REGION = -1;

    private final NodeConfig config;
    private final NodeWatch watch;
    private final Supplier<List<Counters>> counters;

    OwnTree(NodeConfig config, NodeWatch watch, Supplier<List<Counters>> counters) {
        this.config = config;
        this.watch = watch;
        this.counters = counters;
    }

    /** What only the driver's thread knows. */
    record Taken(Incarnation session, List<TreeChild> children) {}

    /** On the driver's thread. */
    Taken take(DriverSide side) {
        Region region = side.region();
        return new Taken(side.session(), region == null ? List.of() : children(region.children()));
    }

    private List<TreeChild> children(ChildTable table) {
        long highest = watch.figures().get(FigureId.HIGHEST_SEQUENCE);
        EventLog log = watch.log();
        List<TreeChild> result = new ArrayList<>(table.boundCount());
        for (int i = 0; i < table.size(); i++) {
            Child child = table.at(i);
            if (child != null && child.isBound()) {
                result.add(TreeChild.of(child, config::nameOf, highest, log.childSince(child.id())));
            }
        }
        return result;
    }

    /** Any thread. */
    TreeNode tell(Taken taken) {
        NodeFigures now = watch.figures();
        TreeNode.Epochs epochs = new TreeNode.Epochs(now.get(FigureId.TRANSPORT_EPOCH),
                now.get(FigureId.TRANSPORT_APPLIED_REKEY), now.get(FigureId.CONTENT_EPOCH));
        return new TreeNode(config.groupName(), Integer.toUnsignedLong(config.self().id()), config.self().name(),
                config.self().role().text(), place(taken), work(now), epochs, taken.children(),
                watch.log().events(config::nameOf));
    }

    private TreeNode.Place place(Taken taken) {
        NodeFigures now = watch.figures();
        int parent = (int) now.get(FigureId.PARENT);
        int before = watch.log().lostParent();
        NodeConfig.Region region = config.region();
        NodeConfig.Receipts receipts = config.receipts();
        return new TreeNode.Place(region == null ? NO_REGION : Integer.toUnsignedLong(region.id()),
                receipts == null ? "" : receipts.tenant(), Integer.toUnsignedLong(parent),
                parent == 0 ? "" : config.nameOf(parent), before == 0 ? "" : config.nameOf(before),
                now.get(FigureId.LEVEL),
                taken.session().equals(Incarnation.ZERO) ? "" : HexFormat.of().toHexDigits(taken.session().high()),
                Objects.requireNonNullElse(now.readiness().whyNot(), ""));
    }

    private TreeNode.Work work(NodeFigures now) {
        long repairs = sum(CounterId.REPAIRS_SENT_UNICAST) + sum(CounterId.REPAIRS_SENT_REGION)
                + sum(CounterId.REPAIRS_SENT_DATA);
        return new TreeNode.Work(now.get(FigureId.HIGHEST_SEQUENCE), now.get(FigureId.COMPLETE_SEQUENCE),
                now.get(FigureId.SUBTREE_RECEIVERS), repairs, sum(CounterId.REPAIRS_RECEIVED),
                sum(CounterId.NACKS_RECEIVED), sum(CounterId.NACKS_SENT), sum(CounterId.FAILOVERS));
    }

    private long sum(CounterId id) {
        return counters.get().stream().mapToLong(each -> each.get(id)).sum();
    }
}
