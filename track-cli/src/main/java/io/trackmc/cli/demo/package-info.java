/** {@code track demo}: a whole group at work in one process, over real multicast on the loopback interface. */
@NullMarked
package io.trackmc.cli.demo;

import org.jspecify.annotations.NullMarked;
