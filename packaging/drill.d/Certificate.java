import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Writes a certificate for the key that a node has already, issued some days ago: {@code DEPLOYMENT NAME ROLE KEY CERTIFICATE DAYS}. */
class Certificate {

    static void main(String[] words) throws Exception {
        RoleOid role = Arrays.stream(RoleOid.values()).filter(known -> known.text().equals(words[2])).findFirst().orElseThrow();
        KeyPair key = KeyPair.read(words[3], Files.readAllBytes(Path.of(words[3])));
        Instant then = Instant.now().minus(Duration.ofDays(Long.parseLong(words[5])));
        Files.write(Path.of(words[4]), AuthorityDirectory.of(Path.of(words[0]))
                .ca(AuthorityDirectory.layerOf(role), _ -> {}, new SecureRandom()).issuePem(words[1], role, key, then));
    }
}
