package io.trackmc.keys.controller.plan;

import io.trackmc.keys.transport.bundle.NodeRole;
import java.util.ArrayList;
import java.util.List;

/** The tree of a deployment without a tree file: repair heads under the sender, receivers spread over them in turn. */
public final class DefaultLayout {

    private DefaultLayout() {}

    /** {@code sender}, {@code rh-1}.., {@code receiver-1}..; without repair heads all receivers are under the sender. */
    public static List<NodeSpec> of(int repairHeads, int receivers) {
        List<NodeSpec> specs = new ArrayList<>();
        specs.add(NodeSpec.sender());
        for (int i = 1; i <= repairHeads; i++) {
            specs.add(NodeSpec.under(NodeSpec.SENDER, "rh-" + i, NodeRole.REPAIR_HEAD));
        }
        for (int i = 1; i <= receivers; i++) {
            String parent = repairHeads == 0 ? NodeSpec.SENDER : "rh-" + ((i - 1) % repairHeads + 1);
            specs.add(NodeSpec.under(parent, "receiver-" + i, NodeRole.RECEIVER));
        }
        return specs;
    }
}
