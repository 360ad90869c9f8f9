package io.trackmc.keys.transport.msa;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The associations that a node has installed: an immutable snapshot, safe to read from any thread. Changing it gives another.
 */
public final class MsaDatabase {

    /** Most associations that one node may have installed: three epochs of two layers for some groups. */
    public static final int MAX_ENTRIES = 96;

    /** Without any association. */
    public static final MsaDatabase EMPTY = new MsaDatabase(List.of());

    private final List<Msa> entries;

    private MsaDatabase(List<Msa> entries) {
        this.entries = entries;
    }

    /** The association of a packet, or null when it is not installed. */
    public @Nullable Msa find(long gid, int spi, MsaLayer layer) {
        for (Msa entry : entries) {
            if (entry.isFor(gid, spi, layer)) {
                return entry;
            }
        }
        return null;
    }

    /** All associations in the order in which they were installed. */
    public List<Msa> entries() {
        return entries;
    }

    /**
     * This database and one more association.
     *
     * @throws IllegalArgumentException when one with the same group, SPI and layer is there, or the database is full
     */
    public MsaDatabase with(Msa added) {
        if (find(added.gid(), added.spi(), added.layer()) != null) {
            throw new IllegalArgumentException("there is an association with SPI " + Integer.toHexString(added.spi()));
        }
        if (entries.size() == MAX_ENTRIES) {
            throw new IllegalArgumentException("more than " + MAX_ENTRIES + " associations");
        }
        List<Msa> more = new ArrayList<>(entries);
        more.add(added);
        return new MsaDatabase(List.copyOf(more));
    }

    /** This database without an association; unchanged when it was not there. */
    public MsaDatabase without(Msa removed) {
        List<Msa> fewer = new ArrayList<>(entries);
        return fewer.remove(removed) ? new MsaDatabase(List.copyOf(fewer)) : this;
    }
}
