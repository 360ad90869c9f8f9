package io.trackmc.keys.controller.plan;

/**
 * What is wrong with a tree.
 *
 * @param node name of the node that says it
 * @param key of that node: parent, backups, role or tenant
 * @param found what it says
 * @param allowed what it may say
 */
record TreeFault(String node, String key, String found, String allowed) {

    String message() {
        return "node \"" + node + "\", " + key + ": found " + found + ", allowed: " + allowed;
    }
}
