package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A parent that a node may bind to.
 *
 * @param id node id of the parent
 * @param region its region id
 * @param endpoint its unicast socket, or null when it is to be learned from its Advertise
 */
public record ParentCandidate(int id, int region, @Nullable Endpoint endpoint) {}
