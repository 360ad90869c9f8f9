package io.trackmc.net.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By what names a management address without a token may be asked. */
class HostHeaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:9464", "localhost", "LocalHost:9464", "[::1]", "[::1]:9464"})
    void shouldTakeAddressesAndLocalhost(String host) {
        assertThat(HostHeader.isAddress(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "evil.example", "evil.example:9464", "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost.", "[evil]", "[::1", "127.0.0.1:1@evil.example"})
    void shouldRefuseNames(String host) {
        assertThat(HostHeader.isAddress(host)).isFalse();
    }

    @Test
    void shouldTakeWhoNamesNone() {
        assertThat(HostHeader.isAddress(null)).isTrue();
    }
}
