package io.trackmc.cli.demo;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Who runs the authorities of a demonstration: asks them with their own certificates, and reads their logs. */
final class Operator {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> ANSWERS_FOR_KEYS = List.of("\"release\"", "\"refused\"");

    private final AuthorityDirectory directory;
    private final String group;
    private final AuthorityPlaces places;

    Operator(Path deployment, String group, AuthorityPlaces places) {
        this.directory = AuthorityDirectory.of(deployment);
        this.group = group;
        this.places = places;
    }

    /** Shuts a receiver out; returns when both rekeys are on their way. */
    void expel(String node) {
        expel(KeyLayer.CONTENT, node);
        expel(KeyLayer.TRANSPORT, node);
    }

    /** How often nodes were given keys, or refused them, as both logs say. */
    long keyRequests() throws IOException {
        long count = 0;
        for (KeyLayer layer : KeyLayer.values()) {
            try (Stream<String> lines = Files.lines(directory.log(layer), StandardCharsets.UTF_8)) {
                count += lines.filter(line -> ANSWERS_FOR_KEYS.stream().anyMatch(line::contains)).count();
            }
        }
        return count;
    }

    private void expel(KeyLayer layer, String node) {
        TlsCredentials credentials = TlsCredentials.read(directory.certificate(layer), directory.privateKey(layer),
                List.of(directory.caCertificate(layer)));
        RoleOid role = layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        InetSocketAddress where = layer == KeyLayer.TRANSPORT ? places.transport() : places.content();
        try {
            AuthorityPin pin = AuthorityPin.of(role, TlsCredentials.certificates(directory.certificate(layer)));
            Answer answer = AuthorityClient.ask(
                    new AuthorityAddress(where, TlsContexts.create(credentials), pin, group, PATIENCE),
                    new Ask.Expel(group, node, "shown by the demonstration"));
            if (!(answer instanceof Answer.Done)) {
                throw TaskException.failed(role.text() + " does not expel " + node + ": " + answer);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw TaskException.failed(role.text() + " does not answer: " + e.getMessage(), e);
        }
    }
}
