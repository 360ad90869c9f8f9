package io.trackmc.keys.transport.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cipher that lives long would go on holding the last key, however soon that is wiped. */
class KeyWrapTest {

    private static final byte[] PLAIN = new byte[Secret.LENGTH];

    private final KeyWrappingKey under = new KeyWrappingKey();
    private final byte[] wrapped = new byte[KeyWrap.LENGTH];
    private Cipher cipher;
    private KeyWrap wrap;

    @BeforeEach
    void open() throws GeneralSecurityException {
        cipher = Cipher.getInstance("AES/KW/NoPadding");
        wrap = new KeyWrap(cipher);
        Arrays.fill(under.refill(), (byte) 7);
        KeyWrappingKey secret = new KeyWrappingKey();
        Arrays.fill(secret.refill(), (byte) 9);
        wrap.wrap(under, secret, wrapped, 0);
    }

    @Test
    void shouldHoldNoKeyOnceItHasWrapped() throws GeneralSecurityException {
        assertThat(cipher.doFinal(PLAIN)).isEqualTo(underNobodysKey());
    }

    @Test
    void shouldHoldNoKeyOnceItHasUnwrapped() throws GeneralSecurityException {
        assertThat(wrap.unwrap(under, wrapped, 0, new KeyWrappingKey())).isTrue();

        assertThat(cipher.doFinal(PLAIN)).isEqualTo(underNobodysKey());
    }

    @Test
    void shouldHoldNoKeyWhenWhatItShouldUnwrapIsAltered() throws GeneralSecurityException {
        wrapped[3] ^= 1;
        assertThat(wrap.unwrap(under, wrapped, 0, new KeyWrappingKey())).isFalse();

        assertThat(cipher.doFinal(PLAIN)).isEqualTo(underNobodysKey());
    }

    private static byte[] underNobodysKey() throws GeneralSecurityException {
        Cipher other = Cipher.getInstance("AES/KW/NoPadding");
        other.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[Secret.LENGTH], "AES"));
        return other.doFinal(PLAIN);
    }
}
