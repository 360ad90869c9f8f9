package io.trackmc.keys.controller.proof;

/**
 * A head with both signatures, in hexadecimal digits.
 *
 * @param size lines
 * @param root Merkle root over them
 * @param signature by the log's authority
 * @param countersignature by the other one
 */
public record CountersignedHead(long size, String root, String signature, String countersignature) {}
