package io.trackmc.keys.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.payload.ContentSeal.OpeningKey;
import io.trackmc.keys.payload.ContentSeal.Recipient;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentSealTest {

    private static final byte[] CONTENT = "keys".getBytes(StandardCharsets.US_ASCII);
    private static final String CERTIFICATE = "0".repeat(64);
    private static final Recipient ANN = new Recipient(5, 7, CERTIFICATE, "2.25.1.2");

    private final OpeningKey key = OpeningKey.generate();

    @Test
    void shouldOpenWhatWasSealedToIt() {
        byte[] sealed = ContentSeal.seal(ANN, key.publicKey(), CONTENT);

        assertThat(key.open(ANN, sealed)).isEqualTo(CONTENT);
        assertThat(sealed).hasSize(CONTENT.length + 48);
    }

    @ParameterizedTest
    @MethodSource
    void shouldNotOpenWhatIsForAnother(Recipient other) {
        byte[] sealed = ContentSeal.seal(other, key.publicKey(), CONTENT);

        assertThatThrownBy(() -> key.open(ANN, sealed)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Recipient> shouldNotOpenWhatIsForAnother() {
        return Stream.of(new Recipient(6, 7, CERTIFICATE, "2.25.1.2"), new Recipient(5, 8, CERTIFICATE, "2.25.1.2"),
                new Recipient(5, 7, CERTIFICATE.replaceFirst("0", "1"), "2.25.1.2"),
                new Recipient(5, 7, CERTIFICATE, "2.25.1.3"));
    }

    @Test
    void shouldNotOpenWithAnotherKey() {
        byte[] sealed = ContentSeal.seal(ANN, key.publicKey(), CONTENT);

        assertThatThrownBy(() -> OpeningKey.generate().open(ANN, sealed))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotOpenWhatWasAltered() {
        byte[] sealed = ContentSeal.seal(ANN, key.publicKey(), CONTENT);
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> key.open(ANN, altered)).as("byte %d", i)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> key.open(ANN, new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhatIsNoPublicKey() {
        assertThatThrownBy(() -> ContentSeal.seal(ANN, new byte[0], CONTENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ContentSeal.seal(ANN, new byte[32], CONTENT))
                .as("the zero point agrees with everybody").isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldHideItsKey() {
        assertThat(key).hasToString("OpeningKey(hidden)");
    }
}
