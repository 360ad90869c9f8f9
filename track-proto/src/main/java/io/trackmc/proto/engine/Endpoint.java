package io.trackmc.proto.engine;

/**
 * Address of a unicast socket, opaque to engines.
 *
 * @param high first 8 bytes of an IPv6 address; 0 for an IPv4 address, which is written IPv4-mapped
 * @param low last 8 bytes of the address; {@code 0x0000ffff_aabbccdd} for an IPv4 address
 * @param port UDP port
 */
public record Endpoint(long high, long low, int port) {}
