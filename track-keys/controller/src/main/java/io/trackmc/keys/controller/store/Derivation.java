package io.trackmc.keys.controller.store;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys from keys, each for one use: HKDF-Expand with SHA-256 (RFC 5869). */
final class Derivation {

    private Derivation() {}

    static byte[] expand(byte[] key, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "Generic"), info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has HKDF", e);
        }
    }
}
