package io.trackmc.keys.payload;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The few K_data in use: of each stream the present generation and, for repairs, the one before, under two epochs. The least
 * recently used gives way, so nothing that arrives makes it grow. Not thread-safe.
 */
final class DataKeyCache {

    /** Streams × generations × epochs, each 2. */
    static final int CAPACITY = 8;

    private final ContentKeys keys;
    private final DataKeySchedule schedule = new DataKeySchedule();
    private final @Nullable Entry[] entries = new @Nullable Entry[CAPACITY];
    private int ringVersion;
    private long uses;

    /** Follows the epochs of these keys: what was derived from one that is retired is forgotten with it, whether or not anything comes afterwards. */
    DataKeyCache(ContentKeys keys) {
        this.keys = keys;
        ringVersion = keys.keyRing().version();
        keys.keyRing().onRetired(this::forgetEpochsThatAreGone);
    }

    /** The key of an INNER of a source run under an epoch. */
    SecretKey keyOf(ContentEpoch epoch, Incarnation incarnation, byte[] inner, int offset) {
        if (ringVersion != keys.keyRing().version()) {
            forgetEpochsThatAreGone();
        }
        int source = InnerHeader.source(inner, offset);
        int stream = InnerHeader.stream(inner, offset);
        long generation = InnerHeader.sequence(inner, offset) >>> DataKeySchedule.GENERATION_SHIFT;
        Entry entry = find(epoch.spi(), source, incarnation, stream, generation);
        if (entry == null) {
            entry = new Entry(epoch.spi(), source, incarnation, stream, generation,
                    schedule.dataKey(epoch.key(), keys.gid(), source, incarnation, stream, generation));
            entries[leastRecentlyUsed()] = entry;
        }
        entry.lastUse = ++uses;
        return entry.key;
    }

    private @Nullable Entry find(int spi, int source, Incarnation incarnation, int stream, long generation) {
        for (Entry entry : entries) {
            if (entry != null && entry.generation == generation && entry.stream == stream && entry.spi == spi
                    && entry.source == source && entry.incarnation.equals(incarnation)) {
                return entry;
            }
        }
        return null;
    }

    private int leastRecentlyUsed() {
        int oldest = 0;
        for (int i = 0; i < CAPACITY; i++) {
            if (lastUse(i) < lastUse(oldest)) {
                oldest = i;
            }
        }
        return oldest;
    }

    private long lastUse(int index) {
        Entry entry = entries[index];
        return entry == null ? 0 : entry.lastUse;
    }

    /** Keys that are held now. */
    int size() {
        int size = 0;
        for (Entry entry : entries) {
            size += entry == null ? 0 : 1;
        }
        return size;
    }

    private void forgetEpochsThatAreGone() {
        ringVersion = keys.keyRing().version();
        for (int i = 0; i < CAPACITY; i++) {
            Entry entry = entries[i];
            if (entry != null && keys.keyRing().bySpi(entry.spi) == null) {
                entries[i] = null;
            }
        }
    }

    private static final class Entry {
        final int spi;
        final int source;
        final Incarnation incarnation;
        final int stream;
        final long generation;
        final SecretKey key;
        long lastUse;

        Entry(int spi, int source, Incarnation incarnation, int stream, long generation, SecretKey key) {
            this.spi = spi;
            this.source = source;
            this.incarnation = incarnation;
            this.stream = stream;
            this.generation = generation;
            this.key = key;
        }
    }
}
