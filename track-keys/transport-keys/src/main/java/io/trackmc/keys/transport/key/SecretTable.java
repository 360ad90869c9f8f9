package io.trackmc.keys.transport.key;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/**
 * Many secrets in one array, so that an authority with a million members needs no object for each. Shows its bytes like a {@link Secret}: to
 * nobody without a {@link SecretAccess}. Which slots hold something is for the owner to know. Not thread-safe.
 */
public final class SecretTable {

    private final byte[] material;

    /** Of that many slots, all zero. */
    public SecretTable(int slots) {
        material = new byte[Math.multiplyExact(slots, Secret.LENGTH)];
    }

    /** Fills a slot with fresh randomness. */
    public void generate(int slot, KeyEncryptionKey scratch, SecureRandom random) {
        byte[] fresh = scratch.refill();
        random.nextBytes(fresh);
        put(slot, scratch);
    }

    /** Copies a secret into a slot; what it held is overwritten. */
    public void put(int slot, Secret secret) {
        System.arraycopy(secret.material(), 0, material, slot * Secret.LENGTH, Secret.LENGTH);
    }

    /** Copies a slot into a secret. */
    public void get(int slot, KeyEncryptionKey into) {
        System.arraycopy(material, slot * Secret.LENGTH, into.refill(), 0, Secret.LENGTH);
    }

    /** Overwrites a slot with zeros. */
    public void erase(int slot) {
        Arrays.fill(material, slot * Secret.LENGTH, (slot + 1) * Secret.LENGTH, (byte) 0);
    }

    /** Overwrites everything. */
    public void destroy() {
        Arrays.fill(material, (byte) 0);
    }

    /** Copies slots from another table. */
    public void copy(SecretTable from, int fromSlot, int toSlot, int slots) {
        System.arraycopy(from.material, fromSlot * Secret.LENGTH, material, toSlot * Secret.LENGTH,
                slots * Secret.LENGTH);
    }

    /** Writes a slot's 32 bytes to where they are stored. */
    public void store(int slot, byte[] out, int offset, SecretAccess access) {
        Objects.requireNonNull(access);
        System.arraycopy(material, slot * Secret.LENGTH, out, offset, Secret.LENGTH);
    }

    /** Takes a slot's 32 bytes from where they were stored. */
    public void load(int slot, byte[] in, int offset, SecretAccess access) {
        Objects.requireNonNull(access);
        System.arraycopy(in, offset, material, slot * Secret.LENGTH, Secret.LENGTH);
    }

    /** Says what it is and nothing of the keys. */
    @Override
    public String toString() {
        return "SecretTable(hidden)";
    }
}
