package io.trackmc.keys.controller.proof;

import io.trackmc.proto.protect.KeyLayer;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A proof does not hold. The message is one line that says why, and names the entry where there is one. */
public final class ProofException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Long entry;
    private final boolean groupDataKeyReachable;

    private ProofException(String message, @Nullable Long entry, boolean groupDataKeyReachable) {
        super(message);
        this.entry = entry;
        this.groupDataKeyReachable = groupDataKeyReachable;
    }

    /** With the whole line. */
    public ProofException(String message) {
        this(message, null, false);
    }

    /** At an entry. */
    static ProofException at(KeyLayer layer, long entry, String fault) {
        return new ProofException(name(layer) + " log, entry " + entry + ": " + fault, entry, false);
    }

    /** The node has or gets a key that opens content. */
    static ProofException reachable(KeyLayer layer, long entry, String how) {
        return new ProofException(name(layer) + " log, entry " + entry + ": " + how, entry, true);
    }

    /** Whether the node has or gets a key that opens content; else something else is wrong. */
    public boolean isGroupDataKeyReachable() {
        return groupDataKeyReachable;
    }

    /** Number of the entry that is wrong; null when it is none. */
    public @Nullable Long entry() {
        return entry;
    }

    static String name(KeyLayer layer) {
        return layer.name().toLowerCase(Locale.ROOT);
    }
}
