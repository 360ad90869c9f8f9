package io.trackmc.it.rogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.deploy.DeploymentFiles;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.controller.tree.TreeState;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.proto.protect.KeyLayer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authority has on its disk, and can open there, of the other one's keys: nothing, in any form in which files hold keys here. */
class RogueAuthorityTest {

    @TempDir
    private Path temporary;

    private Deployment deployment;

    @BeforeEach
    void deploy() {
        deployment = new Deployment(temporary.resolve("d"));
    }

    @Test
    void shouldFindNoContentKeyAsTransportController() throws IOException {
        Secret key = deployment.node(Deployment.OWN_RECEIVER).contentBundle().epochs().getFirst().key();
        assertThat(filesWith(key, "transport", DeploymentFiles.TRANSPORT_CONTROLLER, "infrastructure")).isEmpty();
        assertThat(filesWith(key, DeploymentFiles.CONTENT_AUTHORITY)).as("it is found where it is").isNotEmpty();
    }

    @Test
    void shouldFindNoTransportKeyAsContentAuthority() throws IOException {
        Secret key = deployment.node(Deployment.OWN_RECEIVER).transportBundle().epochs().getFirst().key();
        assertThat(filesWith(key, "content", DeploymentFiles.CONTENT_AUTHORITY, "subscriber")).isEmpty();
        assertThat(filesWith(key, DeploymentFiles.TRANSPORT_CONTROLLER)).as("it is found where it is").isNotEmpty();
    }

    /** Files of the authorities, or in directories of theirs, whose names begin so. */
    private List<Path> filesWith(Secret key, String... names) throws IOException {
        byte[] raw = key.copy(InsecureSecretAccess.get());
        List<String> forms = List.of(new String(raw, StandardCharsets.ISO_8859_1), HexFormat.of().formatHex(raw),
                Base64.getEncoder().encodeToString(raw));
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(deployment.authorities())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = deployment.authorities().relativize(file).toString();
                String content = new String(contentOf(file), StandardCharsets.ISO_8859_1);
                if (Stream.of(names).anyMatch(name::startsWith) && forms.stream().anyMatch(content::contains)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** What is in a file for who has the key stores; only states are sealed under them here. */
    private byte[] contentOf(Path file) throws IOException {
        if (!file.endsWith(AuthorityStateFile.NAME)) {
            return Files.readAllBytes(file);
        }
        SecureRandom none = new SecureRandom();
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        AuthorityDirectory authorities = AuthorityDirectory.of(deployment.directory);
        if (file.startsWith(authorities.own(KeyLayer.TRANSPORT))) {
            try (AuthorityStateFile state = authorities.state(KeyLayer.TRANSPORT)) {
                TreeState.write(state.openTransport(none, _ -> {}), opened, InsecureSecretAccess.get());
            }
        } else {
            try (AuthorityStateFile state = authorities.state(KeyLayer.CONTENT)) {
                TreeState.write(state.openContent(none, _ -> {}), opened, InsecureSecretAccess.get());
            }
        }
        return opened.toByteArray();
    }
}
