package io.trackmc.keys.transport.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.protect.KeyLayer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Known answers: AES key wrap against RFC 3394 §4.6, derivations of the key trees against HMAC computed by hand. */
class TreeKeysTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final long GID = 0x0102030405060708L;

    private final SecretAccess access = InsecureSecretAccess.get();
    private final KeyEncryptionKey node = KeyEncryptionKey.of(
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"), access);

    @Test
    void keyWrapIsThatOfRfc3394() {
        KeyWrappingKey under = new KeyWrappingKey();
        System.arraycopy(node.material(), 0, under.refill(), 0, Secret.LENGTH);
        KeyEncryptionKey secret = KeyEncryptionKey.of(
                HEX.parseHex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"), access);
        byte[] out = new byte[KeyWrap.LENGTH + 3];
        KeyWrap wrap = new KeyWrap();
        wrap.wrap(under, secret, out, 2);
        assertThat(HEX.formatHex(out, 2, 2 + KeyWrap.LENGTH))
                .isEqualTo("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");

        KeyEncryptionKey found = new KeyEncryptionKey();
        assertThat(wrap.unwrap(under, out, 2, found)).isTrue();
        assertThat(found).isEqualTo(secret);
        out[5] ^= 1;
        assertThat(wrap.unwrap(under, out, 2, found)).isFalse();
        assertThat(found.isDestroyed()).isTrue();
    }

    @Test
    void derivationsAreExpandOfTheirLabels() {
        TreeKeySchedule schedule = new TreeKeySchedule(KeyLayer.CONTENT, GID);
        KeyWrappingKey wrapping = new KeyWrappingKey();
        schedule.wrappingKey(node, wrapping);
        assertThat(wrapping.material()).isEqualTo(expand("544b312077726170" + "02" + "0102030405060708"));

        KeyEncryptionKey up = new KeyEncryptionKey();
        schedule.upwardKey(node, 0x0A0B0C, 2, 0xFFFFFFFE, 3, 0x1234, up);
        assertThat(up.material()).isEqualTo(expand("544b31207570" + "02" + "0102030405060708" + "00000000000a0b0c"
                + "02" + "fffffffe" + "03" + "00001234"));

        RegionSecret region = new RegionSecret();
        schedule.regionSecret(node, 7, 0x80000001, region);
        assertThat(region.material()).isEqualTo(
                expand("544b3120726567696f6e" + "02" + "0102030405060708" + "0000000000000007" + "80000001"));
    }

    @Test
    void aTableGivesBackWhatItWasGivenAndNothingThatWasErased() {
        SecretTable table = new SecretTable(3);
        table.put(1, node);
        KeyEncryptionKey found = new KeyEncryptionKey();
        table.get(1, found);
        assertThat(found).isEqualTo(node);
        table.erase(1);
        table.get(1, found);
        assertThat(found.material()).isEqualTo(new byte[Secret.LENGTH]);
        assertThat(table).hasToString("SecretTable(hidden)");
    }

    /** One block of HKDF-Expand, as RFC 5869 §2.3 writes it. */
    private byte[] expand(String info) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(node.material(), "HmacSHA256"));
            mac.update(HEX.parseHex(info));
            return mac.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
