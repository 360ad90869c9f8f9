package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.controller.policy.PolicyEditions;
import io.trackmc.keys.controller.policy.PolicyException;
import io.trackmc.keys.controller.policy.SignedPolicy;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force: the newest that the group's owner has offered, as a copy of the authority's own, so that nobody brings an older one
 * back by writing a file. Not thread-safe.
 */
final class PolicyKeeper {

    private final Path offered;
    private final Path kept;
    private final PolicyEditions editions;
    private byte[] lookedAt = new byte[0];
    private boolean unlogged;

    private PolicyKeeper(Path offered, Path kept, PolicyEditions editions) {
        this.offered = offered;
        this.kept = kept;
        this.editions = editions;
    }

    /**
     * Opens the policy that was in force, or takes the first.
     *
     * @param offered file in which the owner offers policies
     * @param kept file of the copy
     * @param logged what the log says came into force last; null when it has none
     * @throws PolicyException when there is none that the owner has signed, or an older one than the log says
     */
    static PolicyKeeper open(Path offered, Path kept, VerificationKey owner, LogEntry.@Nullable Token logged) {
        boolean isKept = Files.exists(kept);
        String file = (isKept ? kept : offered).toString();
        byte[] bytes = SecureFiles.read(isKept ? kept : offered, _ -> {});
        PolicyKeeper keeper = new PolicyKeeper(offered, kept, logged == null ? first(owner, file, bytes)
                : PolicyEditions.resumed(owner, file, bytes, logged.edition(), logged.sha256()));
        if (!isKept) {
            SecureFiles.write(kept, bytes);
            keeper.lookedAt = bytes;
        }
        keeper.unlogged = logged == null || keeper.current().token().edition() > logged.edition();
        return keeper;
    }

    private static PolicyEditions first(VerificationKey owner, String file, byte[] bytes) {
        PolicyEditions editions = new PolicyEditions(owner);
        editions.accept(file, bytes);
        return editions;
    }

    /** The policy in force. */
    SignedPolicy current() {
        SignedPolicy current = editions.current();
        if (current == null) {
            throw new IllegalStateException("no policy");
        }
        return current;
    }

    /**
     * Looks whether the owner offers another.
     *
     * @param refused told the file and why, of one that is not taken
     * @return what the log has to say; empty when the policy is as it was
     */
    List<LogEntry> look(BiConsumer<String, String> refused) {
        if (unlogged) {
            unlogged = false;
            return List.of(entry());
        }
        byte[] found;
        try {
            found = Files.exists(offered) ? SecureFiles.read(offered, _ -> {}) : lookedAt;
        } catch (KeyFileException e) {
            refused.accept(offered.toString(), String.valueOf(e.getMessage()));
            return List.of();
        }
        if (Arrays.equals(found, lookedAt)) {
            return List.of();
        }
        lookedAt = found;
        try {
            if (!editions.accept(offered.toString(), found)) {
                return List.of();
            }
        } catch (PolicyException e) {
            refused.accept(offered.toString(), String.valueOf(e.getMessage()));
            return List.of();
        }
        SecureFiles.write(kept, found);
        return List.of(entry());
    }

    private LogEntry entry() {
        return new LogEntry.Token(current().token().edition(), HexFormat.of().formatHex(current().hash()));
    }
}
