/** Hosts of a test network on this machine: network namespaces, joined by a bridge. */
@org.jspecify.annotations.NullMarked
package io.trackmc.cli.host;
