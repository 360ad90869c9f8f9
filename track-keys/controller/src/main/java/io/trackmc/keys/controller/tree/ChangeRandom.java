package io.trackmc.keys.controller.tree;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Randomness of an authority's keys, of which each change gets as much as it likes from one seed of 32 bytes: what AES-256 in counter
 * mode makes of it. So a change is a function of the state before and of its seed, and can be made again, byte for byte, from what was
 * stored of it. Between changes there is none. Not thread-safe.
 */
public final class ChangeRandom extends SecureRandom {

    /** Bytes of a seed. */
    public static final int SEED_LENGTH = 32;

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BLOCK_LENGTH = 16;

    private transient @Nullable Cipher stream;

    /** Begins a change. The seed is the caller's, who keeps it as long as the change may have to be made again. */
    public void begin(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("a seed of " + seed.length + " bytes");
        }
        try {
            Cipher fresh = Cipher.getInstance("AES/CTR/NoPadding");
            fresh.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"),
                    new IvParameterSpec(new byte[BLOCK_LENGTH]));
            stream = fresh;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in counter mode", e);
        }
    }

    /** Ends a change; whoever wants randomness after it is refused. */
    public void end() {
        stream = null;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        Cipher running = stream;
        if (running == null) {
            throw new IllegalStateException("keys are made within a change only");
        }
        Arrays.fill(bytes, (byte) 0);
        try {
            running.update(bytes, 0, bytes.length, bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stream of bytes ended", e);
        }
    }
}
