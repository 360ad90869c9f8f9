package io.trackmc.keys.transport.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Every derivation of transport keys, one method each (wire format §4, security rules "Derivation").
 *
 * <p>Each fills a key that the caller brings, so that a parent under a flood of forged requests derives without allocating;
 * what the key held before is overwritten. Not thread-safe.
 */
public final class KeySchedule {

    private static final byte[] BIND_LABEL = "TK1 bind".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZERO_KEY = new byte[Secret.LENGTH];

    private final Hkdf hkdf = new Hkdf();
    private final byte[] bindInfo = new byte[BIND_LABEL.length + 2 * Integer.BYTES];
    private final ByteBuffer bindFields = ByteBuffer.wrap(bindInfo);

    /** Makes the scratch space. */
    public KeySchedule() {
        System.arraycopy(BIND_LABEL, 0, bindInfo, 0, BIND_LABEL.length);
    }

    /** {@code INK_e = Extract(salt GAK_e, InteriorSecret)} (wire format §4.1). */
    public void interiorNodeKey(GroupAuthKey epochKey, InteriorSecret secret, InteriorNodeKey into) {
        hkdf.extract(epochKey.material(), secret.material(), into.refill());
    }

    /** {@code BK(p,c) = Expand(BindMaster_p, "TK1 bind" ‖ u32 p ‖ u32 c, 32)} (wire format §4.1). */
    public void bindKey(BindMaster master, int parent, int child, BindKey into) {
        bindFields.putInt(BIND_LABEL.length, parent);
        bindFields.putInt(BIND_LABEL.length + Integer.BYTES, child);
        hkdf.expand(master.material(), bindInfo, bindInfo.length, into.refill());
    }

    /** {@code Extract(GAK_e, 0^32)}: class DATA (wire format §4.2). */
    public void dataRootKey(GroupAuthKey epochKey, DataRootKey into) {
        hkdf.extract(epochKey.material(), ZERO_KEY, into.refill());
    }

    /** {@code Extract(GAK_e, RegionSecret)}: class REGION (wire format §4.2). */
    public void subgroupAuthKey(GroupAuthKey epochKey, RegionSecret region, SubgroupAuthKey into) {
        hkdf.extract(epochKey.material(), region.material(), into.refill());
    }

    /** {@code Extract(INK_e, RegionSecret)}: class INTERIOR_REGION (wire format §4.2). */
    public void interiorRegionKey(InteriorNodeKey epochKey, RegionSecret region, InteriorRegionKey into) {
        hkdf.extract(epochKey.material(), region.material(), into.refill());
    }

    /** {@code Extract(GAK_e, BK)}: class LEAF_PAIR (wire format §4.2). */
    public void leafPairKey(GroupAuthKey epochKey, BindKey pair, LeafPairKey into) {
        hkdf.extract(epochKey.material(), pair.material(), into.refill());
    }

    /** {@code Extract(INK_e, BK)}: class INTERIOR_PAIR (wire format §4.2). */
    public void interiorPairKey(InteriorNodeKey epochKey, BindKey pair, InteriorPairKey into) {
        hkdf.extract(epochKey.material(), pair.material(), into.refill());
    }

    /**
     * {@code KEK = Expand(PRK, info, 32)}: wraps the key of a region for one child (wire format §4.5).
     *
     * @param pair PRK of the pair's hop keys in the same epoch
     */
    public void grantKey(HopRoot pair, GrantInfo info, KeyWrappingKey into) {
        if (!pair.keyClass().isPair()) {
            throw new IllegalArgumentException("root of class " + pair.keyClass() + " for a pair");
        }
        hkdf.expand(pair.material(), info.bytes, GrantInfo.LENGTH, into.refill());
    }

    /**
     * Copies a root key, so that a use that erases it leaves the one that is kept.
     *
     * @throws IllegalArgumentException when they are of different key classes
     */
    public void copy(HopRoot from, HopRoot into) {
        if (from.keyClass() != into.keyClass()) {
            throw new IllegalArgumentException("root of class " + from.keyClass() + " for " + into.keyClass());
        }
        System.arraycopy(from.material(), 0, into.refill(), 0, Secret.LENGTH);
    }

    /** {@code Extract(0^32, BK)}: class STALE_PAIR (wire format §4.2). */
    public void stalePairKey(BindKey pair, StalePairKey into) {
        hkdf.extract(ZERO_KEY, pair.material(), into.refill());
    }

    /**
     * {@code K_hop = Expand(PRK, info, 32)} (wire format §4.2).
     *
     * @throws IllegalArgumentException when root and info are of different key classes
     */
    public void hopKey(HopRoot root, HopInfo info, HopKey into) {
        if (root.keyClass().code() != info.keyClassCode()) {
            throw new IllegalArgumentException(
                    "root of class " + root.keyClass() + " for a hop of class " + info.keyClassCode());
        }
        hkdf.expand(root.material(), info.bytes, HopInfo.LENGTH, into.refill());
    }
}
