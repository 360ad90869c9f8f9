package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.NodeSpec;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.payload.ContentSeal;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.tls.TlsContexts;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.AuthorityPin;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A small deployment on disk, its authorities over it, and its nodes as those who ask them. */
final class TestDeployment implements AutoCloseable {

    static final String GROUP = "demo";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final Path directory;
    final AuthorityDirectory authorities;
    final DeploymentPlan plan;
    final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<Authority> open = new ArrayList<>();

    TestDeployment(Path directory) {
        this.directory = directory;
        plan = DeploymentPlan.of(GROUP, "239.1.2.3", 4000, List.of(NodeSpec.sender(),
                NodeSpec.under("sender", "rh-1", NodeRole.REPAIR_HEAD),
                NodeSpec.under("sender", "rh-2", NodeRole.REPAIR_HEAD),
                NodeSpec.under("rh-1", "receiver-1", NodeRole.RECEIVER),
                NodeSpec.under("rh-1", "receiver-2", NodeRole.RECEIVER),
                NodeSpec.under("rh-2", "receiver-3", NodeRole.RECEIVER),
                NodeSpec.under("rh-2", "receiver-4", NodeRole.RECEIVER)));
        StaticDeployment.write(directory, plan, new SecureRandom(), InstantSource.system());
        authorities = AuthorityDirectory.of(directory);
    }

    /** Keys change when somebody asks for it and not otherwise; who comes or goes waits for nobody. */
    static AuthoritySettings.Rekeying atOnce() {
        return new AuthoritySettings.Rekeying(Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, Duration.ofMillis(1),
                Duration.ZERO);
    }

    Authority open(KeyLayer layer) throws IOException {
        return open(AuthoritySettings.of(layer, directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).with(atOnce()));
    }

    /** With a clock of its own. */
    Authority open(KeyLayer layer, InstantSource clock) throws IOException {
        return open(AuthoritySettings.of(layer, directory,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).with(atOnce()), clock);
    }

    Authority open(AuthoritySettings settings) throws IOException {
        return open(settings, InstantSource.system());
    }

    private Authority open(AuthoritySettings settings, InstantSource clock) throws IOException {
        Authority authority = Authority.open(settings, clock, warnings::add);
        open.add(authority);
        return authority;
    }

    PlannedNode node(String name) {
        return plan.node(name);
    }

    AuthorityAddress address(Authority authority, KeyLayer layer, String node) {
        return address(authority, layer, context(node));
    }

    AuthorityAddress address(Authority authority, KeyLayer layer, SSLContext context) {
        RoleOid role = layer == KeyLayer.TRANSPORT ? RoleOid.TRANSPORT_CONTROLLER : RoleOid.CONTENT_AUTHORITY;
        return new AuthorityAddress(authority.address(), context, pin(role, layer), GROUP, PATIENCE);
    }

    private AuthorityPin pin(RoleOid role, KeyLayer layer) {
        try {
            return AuthorityPin.of(role, TlsCredentials.certificates(authorities.certificate(layer)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext context(String node) {
        Path own = directory.resolve(node);
        return context(own.resolve(DeploymentFiles.CERTIFICATE), own.resolve(DeploymentFiles.PRIVATE_KEY));
    }

    /** Also of a key that is not the certificate's, as a thief has it. */
    SSLContext context(Path certificate, Path privateKey) {
        List<X509Certificate> anchors = new ArrayList<>(
                TlsCredentials.certificates(authorities.caCertificate(KeyLayer.TRANSPORT)));
        anchors.addAll(TlsCredentials.certificates(authorities.caCertificate(KeyLayer.CONTENT)));
        return TlsContexts.create(new TlsCredentials(TlsCredentials.certificates(certificate),
                TlsCredentials.privateKey(privateKey), anchors));
    }

    Answer ask(Authority authority, KeyLayer layer, String node, Ask ask) throws IOException {
        return AuthorityClient.ask(address(authority, layer, node), ask);
    }

    Answer join(Authority authority, KeyLayer layer, String node) throws IOException {
        Blob key = layer == KeyLayer.TRANSPORT ? Blob.EMPTY
                : Blob.of(ContentSeal.OpeningKey.generate().publicKey());
        return ask(authority, layer, node, new Ask.Join(GROUP, key));
    }

    List<LogEntry> entries(KeyLayer layer) {
        List<LogEntry> entries = new ArrayList<>();
        LogFiles.read(authorities.log(layer), (record, _) -> entries.add(record.entry()));
        return entries;
    }

    @Override
    public void close() {
        open.forEach(Authority::close);
    }
}
