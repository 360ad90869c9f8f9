package io.trackmc.keys.payload;

import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tries whether a secret, of whatever type, opens an INNER: as a GroupDataKey, by the derivation of K_data (wire format §4.3), and
 * as the AES-256 key itself. For proofs that a node cannot read what it handles; whoever uses it shows with the real
 * GroupDataKey that the trial would have found it. One thread.
 */
public final class KeyTrial {

    private final long gid;
    private final Incarnation source;
    private final SecretAccess access;
    private final DataKeySchedule schedule = new DataKeySchedule();
    private final InnerAead aead;

    /**
     * For INNERs of one run of a source.
     *
     * @param gid the group
     * @param source the run
     * @param access for the raw bytes of the secrets to be tried
     */
    public KeyTrial(long gid, Incarnation source, SecretAccess access) {
        this.gid = gid;
        this.source = source;
        this.access = access;
        this.aead = new InnerAead(AeadProvider.chosen(), gid);
    }

    /**
     * Whether whoever holds the secret can read the INNER. Content in clear can be read with any.
     *
     * @throws IllegalArgumentException when it is no INNER of that run
     */
    public boolean opens(Secret candidate, byte[] inner) {
        requireOfRun(inner);
        if (InnerHeader.suite(inner, 0) != InnerHeader.SUITE_AES_256_GCM) {
            return true;
        }
        byte[] raw = candidate.copy(access);
        try {
            return opensAsGroupDataKey(raw, inner) || opens(new SecretKeySpec(raw, "AES"), inner);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /**
     * The raw K_data that opens an INNER, when {@code key} is its epoch's, for those who look for it elsewhere; they erase it.
     *
     * @throws IllegalArgumentException when it is no INNER of that run
     */
    public byte[] dataKey(GroupDataKey key, byte[] inner) {
        requireOfRun(inner);
        return derived(key, inner).getEncoded();
    }

    private void requireOfRun(byte[] inner) {
        if (!isInner(inner) || InnerHeader.incarnation(inner, 0) != source.high()) {
            throw new IllegalArgumentException("not an INNER of the run to be tried");
        }
    }

    private SecretKey derived(GroupDataKey key, byte[] inner) {
        long generation = InnerHeader.sequence(inner, 0) >>> DataKeySchedule.GENERATION_SHIFT;
        return schedule.dataKey(key, gid, InnerHeader.source(inner, 0), source, InnerHeader.stream(inner, 0),
                generation);
    }

    private static boolean isInner(byte[] inner) {
        return inner.length >= InnerHeader.LENGTH && InnerHeader.totalLength(inner, 0) == inner.length;
    }

    private boolean opensAsGroupDataKey(byte[] raw, byte[] inner) {
        GroupDataKey key = GroupDataKey.of(raw, access);
        try {
            return opens(derived(key, inner), inner);
        } finally {
            key.destroy();
        }
    }

    private boolean opens(SecretKey key, byte[] inner) {
        int contentLength = InnerHeader.contentLength(inner, 0);
        return aead.open(key, inner, 0, contentLength, new byte[contentLength], 0);
    }
}
