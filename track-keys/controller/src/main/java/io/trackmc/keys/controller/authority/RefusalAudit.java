package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides what of all refusals is written down, so that nobody fills the disk by asking in vain: the first of each kind by each asker, and
 * from then on, and when too many ask, once a minute how many more there were. Times are milliseconds of one clock. Not thread-safe.
 */
final class RefusalAudit {

    /** Pairs of asker and reason that are remembered. */
    static final int REMEMBERED = 1024;

    /** Entries in one minute. */
    static final int ENTRIES_A_MINUTE = 60;

    static final long MINUTE_MS = 60_000;

    private static final int MAX_TEXT = 400;

    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final TreeMap<String, Long> unwritten = new TreeMap<>();
    private long minuteMs;
    private int written;

    RefusalAudit(long nowMs) {
        minuteMs = nowMs;
    }

    /**
     * Somebody was refused.
     *
     * @param who as far as is known
     * @param reason one of a few
     * @return what is to be written down at once; empty when it is only counted
     */
    List<LogEntry> refused(String who, String reason, String detail) {
        counts.merge(reason, 1L, Long::sum);
        if (written >= ENTRIES_A_MINUTE || seen.putIfAbsent(reason + " " + who, true) != null) {
            unwritten.merge(reason, 1L, Long::sum);
            return List.of();
        }
        written++;
        return List.of(new LogEntry.Refused(text(who), text(reason + ": " + detail)));
    }

    /** Things were refused before anybody could be asked who they are. */
    void counted(String reason, long more) {
        if (more > 0) {
            counts.merge(reason, more, Long::sum);
            unwritten.merge(reason, more, Long::sum);
        }
    }

    /** Refusals by reason. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** What is to be written down as time goes by. */
    List<LogEntry> tick(long nowMs) {
        if (nowMs - minuteMs < MINUTE_MS) {
            return List.of();
        }
        minuteMs = nowMs;
        return rest();
    }

    /** All that was not written down. */
    List<LogEntry> rest() {
        written = 0;
        List<LogEntry> entries = new ArrayList<>();
        unwritten.forEach(
                (reason, count) -> entries.add(new LogEntry.Refused("several", text(reason + ": " + count + " more"))));
        unwritten.clear();
        return entries;
    }

    private static String text(String text) {
        String line = text.isEmpty() ? "unknown" : text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) : line;
    }
}
