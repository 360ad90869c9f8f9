package io.trackmc.keys.transport.msa;

/** What a security association protects. The two layers have keys, epochs and authorities of their own. */
public enum MsaLayer {
    /** OUTER and the integrity of the whole datagram on its hop, under the GroupAuthKey. */
    TRANSPORT,
    /** The content of INNER from source to receivers, under the GroupDataKey. */
    CONTENT
}
