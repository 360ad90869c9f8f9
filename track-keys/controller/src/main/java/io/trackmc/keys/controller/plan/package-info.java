/** What a deployment shall look like before any key exists: nodes, their places in the tree, and addresses. */
@NullMarked
package io.trackmc.keys.controller.plan;

import org.jspecify.annotations.NullMarked;
