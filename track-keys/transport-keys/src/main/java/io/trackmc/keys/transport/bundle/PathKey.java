package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;

/**
 * The key of one node on a member's path.
 *
 * @param tree the tree
 * @param region region of the tree; 0 for the interior tree
 * @param level 0 a leaf
 * @param index from 0, on that level
 * @param key secret
 */
public record PathKey(KeyTreeKind tree, int region, int level, int index, KeyEncryptionKey key) {}
