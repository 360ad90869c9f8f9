package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.pki.RevocationList;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The revocation list of one CA that is in force. It is kept in a file of the authority's own, so that neither a file that is put in the place of the
 * offered one nor one that is taken away brings back what was revoked. Not thread-safe.
 */
final class RevocationKeeper {

    private final Path offered;
    private final Path kept;
    private final NodeCertificate issuer;
    private byte[] lookedAt = new byte[0];
    private @Nullable RevocationList current;

    /**
     * Opens the list that was in force, or takes the first.
     *
     * @param offered file in which the CA's lists are put
     * @param kept file of the copy
     * @throws KeyFileException when it is damaged, or another's
     */
    RevocationKeeper(Path offered, Path kept, NodeCertificate issuer) {
        this.offered = offered;
        this.kept = kept;
        this.issuer = issuer;
        if (Files.exists(kept)) {
            current = RevocationList.read(kept.toString(), SecureFiles.read(kept, _ -> {}), issuer);
        } else if (Files.exists(offered)) {
            take(SecureFiles.read(offered, _ -> {}), Instant.MAX);
        }
    }

    /** The list in force; null when there never was one. */
    @Nullable
    RevocationList current() {
        return current;
    }

    /**
     * Looks whether there is another list.
     *
     * @param refused told the file and why, of one that is not taken
     */
    void look(Instant now, BiConsumer<String, String> refused) {
        try {
            byte[] found = Files.exists(offered) ? SecureFiles.read(offered, _ -> {}) : lookedAt;
            if (!Arrays.equals(found, lookedAt)) {
                take(found, now.plus(CertificateAuthority.CLOCK_SKEW));
            }
        } catch (KeyFileException e) {
            refused.accept(offered.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** What is of no use is looked at once; what could not be kept, or is from a time that will come or a clock that is wrong, is tried again. */
    private void take(byte[] found, Instant latest) {
        lookedAt = found;
        RevocationList list = RevocationList.read(offered.toString(), found, issuer);
        if (current != null && list.madeAt().isBefore(current.madeAt())) {
            throw new DeploymentException(offered + ": found a list of " + list.madeAt()
                    + ", allowed: one that is not older than that of " + current.madeAt());
        }
        if (list.madeAt().isAfter(latest)) {
            // Kept, it would keep all lists out that are made until then.
            lookedAt = new byte[0];
            throw new DeploymentException(
                    offered + ": found a list of " + list.madeAt() + ", allowed: none from the future");
        }
        try {
            SecureFiles.write(kept, found);
        } catch (KeyFileException e) {
            lookedAt = new byte[0];
            throw e;
        }
        current = list;
    }
}
