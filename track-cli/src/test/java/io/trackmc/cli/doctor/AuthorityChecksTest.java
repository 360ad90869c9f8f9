package io.trackmc.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** What the doctor advises when an authority does not answer. */
class AuthorityChecksTest {

    private static final InetSocketAddress WHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 47100);

    @Test
    void shouldSuspectTheMtuWhereAHandshakeIsSwallowed() {
        assertThat(fix(new SocketException("Connection timed out")))
                .contains("ping -M do -s 1472 " + WHERE.getHostString());
        assertThat(fix(new IOException("no handshake within 5000 ms")))
                .contains("ping -M do -s 1472 " + WHERE.getHostString());
    }

    @Test
    void shouldNotSuspectTheMtuWhereNobodyListens() {
        assertThat(fix(new ConnectException("Connection refused"))).contains("systemctl status track-controller")
                .doesNotContain("ping");
    }

    @Test
    void shouldPointToTheCertificateWhereTheAuthorityHangsUp() {
        SocketException hungUp = new SocketException("Broken pipe");
        assertThat(AuthorityChecks.found(hungUp)).contains("when it saw this node's certificate");
        assertThat(fix(hungUp)).contains("the authority's log says why").doesNotContain("ping").doesNotContain("start");
        assertThat(AuthorityChecks.found(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
    }

    private static String fix(IOException failure) {
        return AuthorityChecks.fix("transport-controller", failure, WHERE);
    }
}
