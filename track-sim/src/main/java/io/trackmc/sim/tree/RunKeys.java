package io.trackmc.sim.tree;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.rekey.NodeRekeys;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one run of a node.
 *
 * @param hop transport keys
 * @param sealer the sender's alone
 * @param opener a receiver's alone
 * @param rekeys how they change
 */
public record RunKeys(HopKeys hop, @Nullable ContentSealer sealer, @Nullable ContentOpener opener, NodeRekeys rekeys) {}
