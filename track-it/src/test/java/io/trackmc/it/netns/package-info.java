/** Whole systems of packaged programs on hosts of their own: network namespaces, veth pairs and a bridge. */
package io.trackmc.it.netns;
