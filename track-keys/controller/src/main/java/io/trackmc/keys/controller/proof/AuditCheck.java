package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.DamagedLogException;
import io.trackmc.keys.controller.log.LineReader;
import io.trackmc.keys.controller.log.LogChain;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.controller.log.LogRecord;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether logs are what their authorities wrote, each by itself, and one by what the other has seen of it. */
public final class AuditCheck {

    private final Map<KeyLayer, Path> files;
    private final Map<KeyLayer, LogOwner> owners = new EnumMap<>(KeyLayer.class);
    private final Map<KeyLayer, HeadHistory> histories = new EnumMap<>(KeyLayer.class);
    private final Map<KeyLayer, Long> sizes = new EnumMap<>(KeyLayer.class);

    private AuditCheck(Map<KeyLayer, Path> files) {
        this.files = files;
    }

    /**
     * What was found.
     *
     * @param entries that are good
     * @param log with the first bad entry; null when there is none
     * @param firstBad number of that entry; null when there is none
     * @param fault what is wrong; null when nothing is
     */
    public record Result(long entries, @Nullable Path log, @Nullable Long firstBad, @Nullable String fault) {}

    /**
     * Reads logs from the beginning. Half a line at the end is passed over: it was never acknowledged.
     *
     * @param files a log for each authority that is here
     */
    public static Result of(Map<KeyLayer, Path> files) {
        AuditCheck check = new AuditCheck(files);
        KeyLayer[] reading = {files.keySet().iterator().next()};
        try {
            for (KeyLayer layer : files.keySet()) {
                reading[0] = layer;
                check.read(layer, check.beginning(layer));
            }
            for (KeyLayer layer : files.keySet()) {
                reading[0] = layer;
                check.read(layer, check.history(layer));
            }
            for (KeyLayer layer : files.keySet()) {
                reading[0] = layer;
                check.compare(layer);
            }
            return new Result(check.entries(), null, null, null);
        } catch (DamagedLogException e) {
            return new Result(check.entries(), files.get(reading[0]), e.entry(), e.getMessage());
        } catch (ProofException e) {
            return new Result(check.entries(), files.get(reading[0]), e.entry(), e.getMessage());
        }
    }

    /** Takes entries, each with the log as it is after it; false to stop. */
    private interface Reader {
        boolean accept(LogRecord record, LogChain chain);
    }

    private Reader beginning(KeyLayer layer) {
        return (record, _) -> {
            if (!(record.entry() instanceof LogEntry.AuthorityCreated created)) {
                throw ProofException.at(layer, 1, "does not say whose log it is");
            }
            owners.put(layer, LogOwner.of(layer, created));
            return false;
        };
    }

    private void read(KeyLayer layer, Reader reader) {
        Path file = Objects.requireNonNull(files.get(layer));
        LogChain chain = new LogChain(String.valueOf(file));
        try (InputStream in = Files.newInputStream(file)) {
            LineReader lines = new LineReader(in);
            boolean more = true;
            while (more && lines.next() && lines.isComplete()) {
                byte[] line = lines.line();
                LogRecord record = chain.accept(line, line.length);
                sizes.put(layer, chain.size());
                more = reader.accept(record, chain);
            }
        } catch (IOException e) {
            throw new LogException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
        if (chain.size() == 0) {
            throw ProofException.at(layer, 1, "is missing: the log is empty");
        }
    }

    private Reader history(KeyLayer layer) {
        HeadHistory history = new HeadHistory(owner(layer), owners.get(other(layer)));
        histories.put(layer, history);
        return (record, chain) -> {
            history.accept(record, chain);
            return true;
        };
    }

    private void compare(KeyLayer layer) {
        HeadHistory own = histories.get(layer);
        HeadHistory others = histories.get(other(layer));
        if (own != null && others != null) {
            own.checkSeenIn(others, sizes.getOrDefault(other(layer), 0L));
        }
    }

    private LogOwner owner(KeyLayer layer) {
        LogOwner owner = owners.get(layer);
        if (owner == null) {
            throw new IllegalStateException("no owner of the log of " + layer);
        }
        return owner;
    }

    private long entries() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static KeyLayer other(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? KeyLayer.CONTENT : KeyLayer.TRANSPORT;
    }
}
