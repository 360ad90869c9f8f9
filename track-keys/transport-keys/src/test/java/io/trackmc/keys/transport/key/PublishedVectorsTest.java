package io.trackmc.keys.transport.key;

import static io.trackmc.keys.transport.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.Vectors;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** SHA-256, HMAC and HKDF against the vectors of their standards, of Wycheproof, and against the JDK. */
class PublishedVectorsTest {

    private static final int SHA256_LENGTH = 32;

    private final HmacSha256 hmac = new HmacSha256();
    private final Hkdf hkdf = new Hkdf();

    @Test
    void shouldHashAsTheStandardSays() {
        for (Config vector : Vectors.resource("rfc/sha256.json").getConfigList("vectors")) {
            assertThat(Sha256.newDigest().digest(bytes(vector, "message"))).as(vector.getString("name"))
                    .isEqualTo(bytes(vector, "hash"));
        }
    }

    @Test
    void shouldAuthenticateAsRfc4231Says() {
        for (Config vector : Vectors.resource("rfc/hmac-sha256.json").getConfigList("vectors")) {
            byte[] expected = bytes(vector, "mac");
            assertThat(Arrays.copyOf(mac(bytes(vector, "key"), bytes(vector, "message")), expected.length))
                    .as(vector.getString("name")).isEqualTo(expected);
        }
    }

    @Test
    void shouldDeriveAsRfc5869Says() {
        for (Config vector : Vectors.resource("rfc/hkdf-sha256.json").getConfigList("vectors")) {
            byte[] expected = bytes(vector, "output");
            byte[] key = new byte[SHA256_LENGTH];
            hkdf.extract(bytes(vector, "salt"), bytes(vector, "inputKey"), key);

            assertThat(key).as(vector.getString("name")).isEqualTo(bytes(vector, "pseudorandomKey"));
            assertThat(expand(key, bytes(vector, "info"), expected.length)).isEqualTo(expected);
        }
    }

    @Test
    void shouldAuthenticateAsWycheproofSays() {
        int tried = 0;
        for (Config group : Vectors.wycheproof("hmac_sha256_test.json").getConfigList("testGroups")) {
            for (Config test : group.getConfigList("tests")) {
                byte[] tag = bytes(test, "tag");
                boolean valid = Arrays.equals(
                        Arrays.copyOf(mac(bytes(test, "key"), bytes(test, "msg")), tag.length), tag);
                assertThat(valid).as("test %d", test.getInt("tcId"))
                        .isEqualTo(test.getString("result").equals("valid"));
                tried++;
            }
        }
        assertThat(tried).isEqualTo(174);
    }

    @Test
    void shouldDeriveAsWycheproofSays() {
        int tried = 0;
        for (Config group : Vectors.wycheproof("hkdf_sha256_test.json").getConfigList("testGroups")) {
            for (Config test : group.getConfigList("tests")) {
                byte[] key = new byte[SHA256_LENGTH];
                hkdf.extract(bytes(test, "salt"), bytes(test, "ikm"), key);
                if (test.getString("result").equals("valid")) {
                    assertThat(expand(key, bytes(test, "info"), test.getInt("size"))).as("test %d", test.getInt("tcId"))
                            .isEqualTo(bytes(test, "okm"));
                } else {
                    assertThatIllegalArgumentException().as("test %d", test.getInt("tcId"))
                            .isThrownBy(() -> expand(key, bytes(test, "info"), test.getInt("size")));
                }
                tried++;
            }
        }
        assertThat(tried).isEqualTo(86);
    }

    @Test
    void shouldAuthenticateAsTheJdkDoesWhateverTheLengths() throws GeneralSecurityException {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new byte[1 + random.nextInt(200)];
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(key);
            random.nextBytes(message);
            Mac jdk = Mac.getInstance("HmacSHA256");
            jdk.init(new SecretKeySpec(key, "HmacSHA256"));

            assertThat(mac(key, message)).as("round %d", i).isEqualTo(jdk.doFinal(message));
        }
    }

    @Test
    void shouldForgetAMessageThatWasNotFinished() {
        byte[] key = new byte[32];
        byte[] expected = mac(key, new byte[] {1});
        HmacKey ready = new HmacKey();
        hmac.setKey(ready, key);
        hmac.begin(ready);
        hmac.update(new byte[] {9, 9, 9}, 0, 3);

        assertThat(mac(key, new byte[] {1})).isEqualTo(expected);
    }

    private byte[] mac(byte[] key, byte[] message) {
        HmacKey ready = new HmacKey();
        hmac.setKey(ready, key);
        byte[] mac = new byte[SHA256_LENGTH + 2];
        hmac.begin(ready);
        int half = message.length / 2;
        hmac.update(message, 0, half);
        hmac.update(message, half, message.length - half);
        hmac.finish(ready, mac, 1);
        return Arrays.copyOfRange(mac, 1, SHA256_LENGTH + 1);
    }

    private byte[] expand(byte[] key, byte[] info, int length) {
        byte[] out = new byte[length];
        hkdf.expand(key, info, info.length, out);
        return out;
    }
}
