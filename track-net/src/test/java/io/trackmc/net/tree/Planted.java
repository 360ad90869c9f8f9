package io.trackmc.net.tree;

import io.trackmc.net.tree.TreeDocument.Heard;
import java.util.ArrayList;
import java.util.List;

/** Nodes with figures that are planted. */
final class Planted {

    static final String GROUP = "news";

    private Planted() {}

    static TreeNode head(long id, String name, List<TreeChild> children) {
        TreeNode.Place place = new TreeNode.Place(id, "acme", 1, "sender", "rh-9", 1, "0123456789abcdef", "");
        return new TreeNode(GROUP, id, name, "repair-head", place, new TreeNode.Work(100, 99, children.size(), 5, 4, 3,
                2, 1), new TreeNode.Epochs(3, 2, 3), children,
                List.of(new TreeEvent(TreeEvent.Kind.PARENT_LOST, 10, 12, 1, "rh-9", "silent")));
    }

    static TreeChild receiver(long id, long since) {
        return new TreeChild(id, "receiver-" + id, false, 1, 7, 20_000, 6, 5, 250, since, "", "receiver-" + id, 3, 3);
    }

    static List<TreeChild> receivers(long first, int count, long since) {
        List<TreeChild> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(receiver(first + i, since));
        }
        return result;
    }

    static Heard heard(TreeNode node, long ageMs) {
        return new Heard(node, 1, ageMs);
    }
}
