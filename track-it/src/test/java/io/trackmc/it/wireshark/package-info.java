/** What Wireshark makes of packets with the dissector in {@code ops/wireshark}. */
package io.trackmc.it.wireshark;
