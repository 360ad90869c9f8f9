package io.trackmc.cli.picture;

import org.jspecify.annotations.Nullable;

/**
 * A node of the tree at one moment, as it is drawn.
 *
 * @param name unique
 * @param parent name of the parent, or null for the root and for whoever has none just now
 * @param done how far it is, 0 to 1
 * @param detail what happened to it, for as long as there is room
 */
public record TreeNode(String name, @Nullable String parent, double done, String detail) {}
