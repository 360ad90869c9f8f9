package io.trackmc.keys.transport.msa;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of one layer that a node has installed: previous, current and next.
 *
 * <pre>
 *   install(e)        next = e               packets of e are understood before anybody sends them
 *   activate(e)       previous = current = next    what this node sends is of epoch e from now on
 *   retirePrevious()  previous is destroyed
 * </pre>
 *
 * <p>A node that only opens what others seal may {@link #keepAhead keep} some more behind the next, because it goes on to an epoch only when something of
 * it was opened, and must not be left behind meanwhile.
 *
 * <p>The SPI of a packet chooses the epoch; keys are never tried one after the other. Changed and read by one thread, except
 * {@link #database()}, which any thread may read.
 *
 * @param <K> what an epoch holds
 */
public final class KeyRing<K extends EpochKey> {

    /** Most epochs installed at once. */
    public static final int MAX_EPOCHS = 3;

    private @Nullable K previous;
    private K current;
    private @Nullable K next;
    private final List<K> ahead = new ArrayList<>();
    private int maxAhead;
    private int version;
    private volatile MsaDatabase database = MsaDatabase.EMPTY;
    private Runnable retired = () -> {};

    /**
     * Starts with what a bundle holds.
     *
     * @param epochs one to three in ascending order
     * @param active epoch to send under; at most one of the others is older and one newer
     */
    public KeyRing(List<K> epochs, long active) {
        K found = null;
        for (K key : epochs) {
            addToDatabase(key);
            if (key.epoch() == active) {
                found = key;
            } else if (found == null) {
                requireFree(previous, key);
                previous = key;
            } else {
                requireFree(next, key);
                requireRising(newestOf(found, next), key);
                next = key;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException("no key for the active epoch " + Long.toUnsignedString(active));
        }
        if (previous != null) {
            requireRising(previous, found);
        }
        current = found;
    }

    /** The epoch that a packet names by its SPI, or null. */
    public @Nullable K bySpi(int spi) {
        if (current.spi() == spi) {
            return current;
        }
        if (previous != null && previous.spi() == spi) {
            return previous;
        }
        if (next != null && next.spi() == spi) {
            return next;
        }
        for (int i = 0; i < ahead.size(); i++) {
            if (ahead.get(i).spi() == spi) {
                return ahead.get(i);
            }
        }
        return null;
    }

    /** Previous (0), current (1) or next (2), or null where there is none. */
    public @Nullable K at(int slot) {
        return switch (slot) {
            case 0 -> previous;
            case 1 -> current;
            case 2 -> next;
            default -> throw new IndexOutOfBoundsException(slot);
        };
    }

    /** The epoch to send under. */
    public K current() {
        return current;
    }

    /** The newest epoch whose packets are understood; not before {@link #current()}. */
    public K newest() {
        return ahead.isEmpty() ? newestOf(current, next) : ahead.getLast();
    }

    /** Changes with every change of the ring, so that derived keys can follow for the price of a comparison. */
    public int version() {
        return version;
    }

    /** Associations of all installed epochs. Any thread. */
    public MsaDatabase database() {
        return database;
    }

    /** Done from now on, on the ring's thread, whenever an epoch was destroyed: what was derived from it can be erased then. */
    public void onRetired(Runnable action) {
        retired = action;
    }

    /** Epoch of the oldest one installed; nothing of those before it is needed any more. */
    public long oldestEpoch() {
        return previous == null ? current.epoch() : previous.epoch();
    }

    /** Destroys every epoch but those of a bundle, which belong to who brought it. */
    public void destroyAllBut(List<K> bundle) {
        for (int slot = 0; slot < MAX_EPOCHS; slot++) {
            K key = at(slot);
            if (key != null && !bundle.contains(key)) {
                key.destroy();
            }
        }
        ahead.forEach(EpochKey::destroy);
    }

    /** Lets up to so many epochs be installed behind the next one before that is used. */
    public void keepAhead(int epochs) {
        maxAhead = epochs;
    }

    /** Whether another epoch can be installed and none has to give way for it. */
    public boolean hasRoom() {
        return next == null || ahead.size() < maxAhead;
    }

    /**
     * Installs the next epoch, or where epochs are kept ahead one behind it; else an earlier one that was never activated gives way to it and is destroyed.
     *
     * @throws IllegalArgumentException when it is not newer than all installed ones, or its SPI is taken, or as many are kept ahead as may be
     */
    public void install(K key) {
        requireRising(newest(), key);
        if (maxAhead > 0 && !hasRoom()) {
            throw new IllegalArgumentException("no more than " + maxAhead + " epochs are kept ahead");
        }
        addToDatabase(key);
        if (next != null && maxAhead > 0) {
            ahead.add(key);
            version++;
            return;
        }
        K given = next;
        next = key;
        version++;
        drop(given);
    }

    /**
     * Installs epochs that an authority has given a running node anew, of which all but the last were in use when it did: the last becomes the next one,
     * and where epochs are kept ahead all of them are behind those that are there. An epoch that was never activated gives way, and so do the newest of
     * those kept ahead, to as many as there are to come.
     *
     * @param given ascending; those that are not newer than all installed ones are destroyed, and the oldest that find no room
     * @return the oldest that was installed; 0 none
     * @throws IllegalArgumentException when an SPI is taken; nothing was changed then
     */
    public long renew(List<K> given) {
        return installAll(newerOf(given));
    }

    /**
     * The same at a node that goes on to an epoch after others. Those may use the next one already, so it does not give way: it is gone on to first, unless
     * those given show that it was passed over.
     */
    public long follow(List<K> given) {
        List<K> newer = newerOf(given);
        K waiting = next;
        if (!newer.isEmpty() && waiting != null && maxAhead == 0 && !isPassedOver(waiting, given)) {
            activate(waiting.epoch());
        }
        return installAll(newer);
    }

    /** An SPI that is taken is found before anything is destroyed. */
    private List<K> newerOf(List<K> given) {
        long newest = newest().epoch();
        List<K> newer = given.stream().filter(key -> Long.compareUnsigned(key.epoch(), newest) > 0).toList();
        for (K key : newer) {
            if (bySpi(key.spi()) != null) {
                throw new IllegalArgumentException("there is an epoch with SPI " + Integer.toHexString(key.spi()));
            }
        }
        given.stream().filter(key -> Long.compareUnsigned(key.epoch(), newest) <= 0).forEach(EpochKey::destroy);
        return newer;
    }

    /** Whether an authority that gives these has gone from an epoch before one to an epoch after it. */
    private static <K extends EpochKey> boolean isPassedOver(K one, List<K> given) {
        return Long.compareUnsigned(given.getFirst().epoch(), one.epoch()) < 0
                && given.stream().noneMatch(key -> key.epoch() == one.epoch());
    }

    private long installAll(List<K> newer) {
        int first = maxAhead == 0 ? 0 : Math.max(0, newer.size() - makeRoom(newer.size()));
        newer.subList(0, first).forEach(EpochKey::destroy);
        for (int i = first; i < newer.size(); i++) {
            install(newer.get(i));
            if (maxAhead == 0 && i < newer.size() - 1) {
                activate(newer.get(i).epoch());
            }
        }
        return newer.isEmpty() ? 0 : newer.get(first).epoch();
    }

    /** Of those kept ahead the newest go, until there is room for so many or none is left; returns for how many there is. */
    private int makeRoom(int wanted) {
        int room = maxAhead - ahead.size() + (next == null ? 1 : 0);
        while (room < wanted && !ahead.isEmpty()) {
            drop(ahead.removeLast());
            room++;
        }
        return room;
    }

    /**
     * Sends under the next epoch from now on; what was current becomes previous, what was previous is destroyed.
     *
     * @throws IllegalArgumentException when that epoch is not the next
     */
    public void activate(long epoch) {
        K activated = next;
        if (activated == null || activated.epoch() != epoch) {
            throw new IllegalArgumentException("epoch " + Long.toUnsignedString(epoch) + " is not installed as next");
        }
        K over = previous;
        previous = current;
        current = activated;
        next = ahead.isEmpty() ? null : ahead.removeFirst();
        version++;
        drop(over);
    }

    /** Destroys the previous epoch; its packets are of an unknown SPI from now on. */
    public void retirePrevious() {
        K over = previous;
        previous = null;
        version++;
        drop(over);
    }

    private void addToDatabase(K key) {
        database = database.with(key.msa());
    }

    private void drop(@Nullable K key) {
        if (key != null) {
            database = database.without(key.msa());
            key.destroy();
            retired.run();
        }
    }

    private static <K extends EpochKey> K newestOf(K current, @Nullable K next) {
        return next == null ? current : next;
    }

    private static void requireRising(EpochKey older, EpochKey newer) {
        if (Long.compareUnsigned(newer.epoch(), older.epoch()) <= 0) {
            throw new IllegalArgumentException("epoch " + Long.toUnsignedString(newer.epoch()) + " is not after "
                    + Long.toUnsignedString(older.epoch()));
        }
    }

    private static void requireFree(@Nullable EpochKey slot, EpochKey key) {
        if (slot != null) {
            throw new IllegalArgumentException("epoch " + Long.toUnsignedString(key.epoch())
                    + " has no slot: at most one older and one newer than the active one");
        }
    }
}
