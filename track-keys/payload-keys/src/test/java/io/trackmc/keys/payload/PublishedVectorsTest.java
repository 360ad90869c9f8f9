package io.trackmc.keys.payload;

import static io.trackmc.keys.payload.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AES-256-GCM of each provider against the vectors of its standard and of Wycheproof. */
class PublishedVectorsTest {

    private static final int TAG_LENGTH = 16;

    @ParameterizedTest
    @EnumSource
    void shouldSealAndOpenAsTheStandardSays(AeadProvider provider) throws GeneralSecurityException {
        assumeTrue(provider.isAvailable(), provider + " is not on the class path");
        for (Config vector : Vectors.resource("rfc/aes-256-gcm.json").getConfigList("vectors")) {
            byte[] plaintext = bytes(vector, "plaintext");
            byte[] sealed = concat(bytes(vector, "ciphertext"), bytes(vector, "tag"));

            assertThat(seal(provider, vector, "nonce", plaintext)).as(vector.getString("name")).isEqualTo(sealed);
            assertThat(open(provider, vector, "nonce", sealed)).hasValue(plaintext);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSealAndOpenAsWycheproofSays(AeadProvider provider) throws GeneralSecurityException {
        assumeTrue(provider.isAvailable(), provider + " is not on the class path");
        int tried = 0;
        for (Config group : Vectors.wycheproof("aes_gcm_test.json").getConfigList("testGroups")) {
            boolean isOurs = group.getInt("keySize") == 256 && group.getInt("ivSize") == 96
                    && group.getInt("tagSize") == 128;
            for (Config test : group.getConfigList("tests")) {
                if (isOurs) {
                    check(provider, test);
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(66);
    }

    private static void check(AeadProvider provider, Config test) throws GeneralSecurityException {
        byte[] plaintext = bytes(test, "msg");
        byte[] sealed = concat(bytes(test, "ct"), bytes(test, "tag"));
        String name = "test " + test.getInt("tcId");
        if (test.getString("result").equals("valid")) {
            assertThat(seal(provider, test, "iv", plaintext)).as(name).isEqualTo(sealed);
            assertThat(open(provider, test, "iv", sealed)).as(name).hasValue(plaintext);
        } else {
            assertThat(open(provider, test, "iv", sealed)).as(name).isEmpty();
        }
    }

    private static byte[] seal(AeadProvider provider, Config vector, String nonce, byte[] plaintext)
            throws GeneralSecurityException {
        return cipher(provider, Cipher.ENCRYPT_MODE, vector, nonce).doFinal(plaintext);
    }

    private static Optional<byte[]> open(AeadProvider provider, Config vector, String nonce, byte[] sealed)
            throws GeneralSecurityException {
        try {
            return Optional.of(cipher(provider, Cipher.DECRYPT_MODE, vector, nonce).doFinal(sealed));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(AeadProvider provider, int mode, Config vector, String nonce)
            throws GeneralSecurityException {
        Cipher cipher = provider.newCipher();
        cipher.init(mode, new SecretKeySpec(bytes(vector, "key"), "AES"),
                new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, bytes(vector, nonce)));
        cipher.updateAAD(bytes(vector, "aad"));
        return cipher;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
