package io.trackmc.keys.controller.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class LogHeadTest {

    private final KeyPair own = KeyPair.generate(new SecureRandom());
    private final KeyPair other = KeyPair.generate(new SecureRandom());
    private final LogHead head = new LogHead(KeyLayer.TRANSPORT, 5, 7, Entries.HASH);

    @Test
    void shouldBindEveryField() {
        String signature = head.sign(own);
        assertThat(head.isSigned(own.verificationKey(), signature)).isTrue();
        assertThat(head.isSigned(other.verificationKey(), signature)).isFalse();
        String zeros = "0".repeat(64);
        for (LogHead wrong : new LogHead[] {new LogHead(KeyLayer.CONTENT, 5, 7, Entries.HASH),
            new LogHead(KeyLayer.TRANSPORT, 6, 7, Entries.HASH), new LogHead(KeyLayer.TRANSPORT, 5, 8, Entries.HASH),
            new LogHead(KeyLayer.TRANSPORT, 5, 7, zeros)}) {
            assertThat(wrong.isSigned(own.verificationKey(), signature)).isFalse();
        }
    }

    @Test
    void shouldTellASignatureFromACountersignature() {
        String seen = head.countersign(own.verificationKey(), other);
        assertThat(head.isCountersigned(own.verificationKey(), other.verificationKey(), seen)).isTrue();
        assertThat(head.isCountersigned(other.verificationKey(), other.verificationKey(), seen)).isFalse();
        assertThat(head.isSigned(other.verificationKey(), seen)).isFalse();
        assertThat(head.isCountersigned(own.verificationKey(), own.verificationKey(), head.sign(own))).isFalse();
    }
}
