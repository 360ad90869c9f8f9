package io.trackmc.cli.doctor;

import io.trackmc.cli.task.Fault;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.NodeAuthorities;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the authorities that a node names are there, and are who they should be. Shakes hands and asks nothing. */
final class AuthorityChecks {

    private static final String NEEDED = "TCP, TLS 1.3 and the certificate that the configuration names";

    private AuthorityChecks() {}

    /** None for a node that names no authority. */
    static List<Check> all(NodeConfig config) {
        NodeAuthorities authorities = new NodeAuthorities(config);
        List<Check> checks = new ArrayList<>();
        check("transport-controller", authorities::transportController).ifPresent(checks::add);
        check("content-authority", authorities::contentAuthority).ifPresent(checks::add);
        return checks;
    }

    private static Optional<Check> check(String name, Supplier<Optional<AuthorityAddress>> place) {
        try {
            return place.get().map(address -> reach(name, address));
        } catch (ConfigurationException | KeyFileException | IllegalArgumentException e) {
            return Optional
                    .of(Check.of(name, false, Fault.text(e), NEEDED, "correct authorities in the configuration"));
        }
    }

    private static Check reach(String name, AuthorityAddress address) {
        try (AuthorityClient _ = AuthorityClient.connect(address)) {
            return Check.of(name, true, address.address() + " answers", NEEDED, "");
        } catch (IOException e) {
            return Check.of(name, false, address.address() + ": " + found(e), NEEDED,
                    fix(name, e, address.address()));
        }
    }

    /** Whom an authority refuses it hangs up on: TLS 1.3 lets the client be through with the handshake before its certificate is looked at. */
    private static boolean hungUp(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("Broken pipe") || text.contains("Connection reset")
                || text.contains("certificate_unknown");
    }

    static String found(IOException failure) {
        return hungUp(failure)
                ? "it was reached, and ended the connection when it saw this node's certificate (" + Fault.text(failure)
                        + ")"
                : Fault.text(failure);
    }

    /** What to do when an authority could not be reached. A handshake has packets of full size, which a smaller MTU on the way swallows although TCP connects. */
    static String fix(String name, IOException failure, InetSocketAddress where) {
        String start = "start it there (systemctl status track-"
                + (name.startsWith("transport") ? "controller" : name)
                + "), let TCP through, or correct address and certificates in the configuration";
        String text = String.valueOf(failure.getMessage());
        if (hungUp(failure)) {
            return "mend the certificate where it is BAD above; else the authority's log says why: \"refused the connection of\"";
        }
        return text.contains("timed out") || text.contains("no handshake")
                ? start + "; or mend a smaller MTU on the way, if this gets no answer: ping -M do -s 1472 "
                        + where.getHostString()
                : start;
    }
}
