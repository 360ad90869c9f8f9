/** What the tests of rooms and engines share: keys that are quick and strict, a world in virtual time, text of packets. */
@NullMarked
package io.trackmc.proto.testing;

import org.jspecify.annotations.NullMarked;
