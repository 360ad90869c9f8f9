package io.trackmc.cli.proof;

import io.trackmc.keys.transport.key.Secret;

/**
 * One key that a node holds or can derive.
 *
 * @param name for reports
 * @param secret the key
 */
record HeldKey(String name, Secret secret) {}
