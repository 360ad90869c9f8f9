package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.DamagedLogException;
import io.trackmc.keys.controller.log.LogChain;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A log up to a head, as it is given to whoever proves or checks.
 *
 * @param layer whose authority's it should be
 * @param lines up to the head
 * @param head with both signatures
 */
record GivenLog(KeyLayer layer, LogLines lines, CountersignedHead head) {

    /** Whole log in a file, of which no head is known. */
    static LogOwner ownerOf(KeyLayer layer, Path file) {
        return new GivenLog(layer, new LogLines(file, 0, 1), new CountersignedHead(1, "", "", "")).owner();
    }

    /**
     * What a whole reading found.
     *
     * @param end where the log is
     * @param bytes how many it has
     * @param at time of the last entry, by the authority's clock
     */
    record Reading(LogChain end, long bytes, Instant at) {}

    /** Whose log it is, by its first entry. */
    LogOwner owner() {
        if (head.size() == 0) {
            throw new ProofException("the " + ProofException.name(layer) + " log is empty");
        }
        LogChain chain = new LogChain(ProofException.name(layer) + " log");
        byte[] first = lines.first();
        if (accepted(() -> chain.accept(first, first.length)).entry() instanceof LogEntry.AuthorityCreated created) {
            return LogOwner.of(layer, created);
        }
        throw ProofException.at(layer, 1, "does not say whose log it is");
    }

    /**
     * Reads it all, checking the chain.
     *
     * @param visitor takes each entry, with the log as it is after it
     */
    Reading read(BiConsumer<LogRecord, LogChain> visitor) {
        LogChain chain = new LogChain(ProofException.name(layer) + " log");
        long[] at = new long[1];
        LinesAhead ahead = new LinesAhead(line -> {
            LogRecord record = accepted(() -> chain.accept(line));
            at[0] = record.at();
            visitor.accept(record, chain);
        });
        long bytes = lines.read(ahead::add);
        ahead.end();
        return new Reading(chain, bytes, Instant.ofEpochMilli(at[0]));
    }

    private LogRecord accepted(Supplier<LogRecord> next) {
        try {
            return next.get();
        } catch (DamagedLogException e) {
            throw ProofException.at(layer, e.entry(), "altered: " + e.getMessage());
        }
    }
}
