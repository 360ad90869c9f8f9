package io.trackmc.it.tree;

import io.trackmc.net.tree.TreeChild;
import io.trackmc.net.tree.TreeEvent;
import io.trackmc.net.tree.TreeNode;
import java.util.ArrayList;
import java.util.List;

/** Trees that nobody runs, with figures that are planted. */
final class PlantedTree {

    private static final long NOW = 1_700_000_000_000L;
    private static final long FEW = 2_000;
    private static final long MANY = 120_000;

    private PlantedTree() {}

    /** One with two levels: the sender, repair heads, and so many receivers below each; of the last one all lose much. */
    static List<TreeNode> of(int heads, int receivers) {
        List<TreeNode> nodes = new ArrayList<>();
        List<TreeChild> regions = new ArrayList<>();
        for (int head = 1; head <= heads; head++) {
            long loss = head == heads ? MANY : FEW;
            List<TreeChild> children = new ArrayList<>();
            for (int i = 1; i <= receivers; i++) {
                children.add(child(1000L * head + i, "receiver-" + head + "-" + i, false, 1, loss + i));
            }
            regions.add(child(1 + head, "rh-" + head, true, receivers, loss + receivers));
            nodes.add(node(1 + head, "rh-" + head, "repair-head", head, receivers, children));
        }
        nodes.addFirst(node(1, "sender", "sender", 0, (long) heads * receivers, regions));
        return nodes;
    }

    static TreeChild child(long id, String name, boolean repairHead, long receivers, long loss) {
        return new TreeChild(id, name, repairHead, receivers, 3, loss, 7, 6, 250, NOW, "", name, 2, 2);
    }

    static TreeNode node(long id, String name, String role, long region, long receivers, List<TreeChild> children) {
        TreeNode.Place place = new TreeNode.Place(region, "", id == 1 ? 0 : 1, id == 1 ? "" : "sender", "",
                id == 1 ? 0 : 1, "0123456789abcdef", "");
        return new TreeNode("news", id, name, role, place, new TreeNode.Work(5000, 4990, receivers, 40, 4, 30, 3, 0),
                new TreeNode.Epochs(2, 1, 2), children,
                List.of(new TreeEvent(TreeEvent.Kind.CHILD_CAME, NOW, NOW, children.size(), "", "")));
    }
}
