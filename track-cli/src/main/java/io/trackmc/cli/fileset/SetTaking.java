package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTally;
import io.trackmc.cli.file.FileTransferException;
import io.trackmc.cli.task.Fault;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of a set whose list is known.
 *
 * <pre>
 *   WANTED --all chunks, right--> PLACING --named, on the disk--> HERE
 *   WANTED --there already--> HERE
 *   any but HERE --an error of this file--> FAILED
 * </pre>
 *
 * One thread; any may ask for {@link #tally} and {@link #bytes}.
 */
final class SetTaking implements Closeable {

    private static final int MOST_NAMED = 1000;

    private enum Standing {
        WANTED, PLACING, HERE, FAILED
    }

    private final SetPlace place;
    private final List<SetEntry> entries;
    private final int chunkBytes;
    private final Consumer<String> lines;
    private final LongSupplier clock;
    private final Placer placer;
    private final Standing[] standings;
    private final AtomicLong bytes = new AtomicLong();
    private final List<FileTally.Failed> failed = new ArrayList<>();
    private volatile FileTally tally = FileTally.NONE;
    private @Nullable PartFile part;
    private int partEntry;
    private int wanted;
    private int failures;
    private int files;
    private int kept;
    private long resumed;

    /**
     * Nothing was looked at yet.
     *
     * @param lines told of each file that fails
     * @param clock nanoseconds
     */
    SetTaking(SetPlace place, List<SetEntry> entries, int chunkBytes, Consumer<String> lines, LongSupplier clock) {
        this.place = place;
        this.entries = entries;
        this.chunkBytes = chunkBytes;
        this.lines = lines;
        this.clock = clock;
        this.placer = new Placer(place);
        this.standings = new Standing[entries.size()];
        this.wanted = entries.size();
        Arrays.fill(standings, Standing.WANTED);
    }

    /** Looks for what is there already, by itself or from a run before, and makes what needs no chunks. */
    void prepare() throws IOException {
        for (int i = 0; i < standings.length; i++) {
            try {
                prepare(i, entries.get(i));
            } catch (IOException e) {
                fail(i, e);
            }
            settle(false);
        }
        place.directoriesMade();
        tell();
    }

    private void prepare(int index, SetEntry entry) throws IOException {
        if (entry.directory()) {
            place.makeDirectory(entry);
            stands(index, Standing.HERE);
        } else if (place.hasAlready(entry)) {
            PartFile.remove(place.parts(), entry, chunkBytes);
            kept++;
            files++;
            bytes.addAndGet(entry.size());
            stands(index, Standing.HERE);
        } else if (entry.size() == 0 || PartFile.isBegun(place.parts(), entry, chunkBytes)) {
            PartFile begun = open(index);
            resumed += begun.resumedBytes();
            bytes.addAndGet(begun.resumedBytes());
            placeIfComplete(index, begun);
        }
    }

    /**
     * Takes a chunk.
     *
     * @throws FileTransferException when it has no place in the set
     */
    void chunk(byte[] message, int offset, int length) throws IOException {
        int index = SetMessages.chunkEntry(message, offset, length);
        long at = SetMessages.chunkOffset(message, offset);
        int from = offset + SetMessages.CHUNK_HEADER;
        int count = length - SetMessages.CHUNK_HEADER;
        if (index < 0 || index >= standings.length || entries.get(index).directory()
                || !PartFile.fits(entries.get(index), chunkBytes, at, count)) {
            throw SetMessages.foreign();
        }
        if (standings[index] == Standing.WANTED) {
            try {
                PartFile growing = open(index);
                if (growing.write(at, message, from, count, clock.getAsLong())) {
                    bytes.addAndGet(count);
                    placeIfComplete(index, growing);
                }
            } catch (IOException e) {
                fail(index, e);
            }
        }
        settle(false);
    }

    private void placeIfComplete(int index, PartFile growing) throws IOException {
        if (growing.missing() > 0) {
            return;
        }
        SetEntry entry = entries.get(index);
        if (growing.isRight()) {
            part = null;
            standings[index] = Standing.PLACING;
            placer.begin(index, growing, entry);
        } else {
            // Damaged on this disk, or changed at the sender while it was read: the next pass brings all of it again.
            growing.discard();
            part = null;
            bytes.addAndGet(-entry.size());
            lines.accept(EntryName.shown(entry.name())
                    + ": what came has another SHA-256 than announced; all of it is awaited again");
        }
    }

    /**
     * Takes note of files that have got their names, or could not.
     *
     * @param all whether to wait for those that are on their way
     */
    void settle(boolean all) throws IOException {
        for (Placer.Placing placed = placer.next(all); placed != null; placed = placer.next(all)) {
            try {
                placed.outcome();
                files++;
                stands(placed.index(), Standing.HERE);
            } catch (IOException e) {
                requireNotInterrupted(e);
                placed.part().discard();
                bytes.addAndGet(-entries.get(placed.index()).size());
                fail(placed.index(), e);
            }
            tell();
        }
    }

    private void stands(int index, Standing standing) {
        standings[index] = standing;
        wanted--;
    }

    private void fail(int index, IOException why) throws IOException {
        requireNotInterrupted(why);
        SetEntry entry = entries.get(index);
        if (part != null && partEntry == index) {
            bytes.addAndGet(-part.bytesThere());
            part.discard();
            part = null;
        }
        stands(index, Standing.FAILED);
        failures++;
        if (failed.size() < MOST_NAMED) {
            String reason = Fault.text(why);
            failed.add(new FileTally.Failed(EntryName.shown(entry.name()), reason));
            lines.accept(EntryName.shown(entry.name()) + ": " + reason);
        }
        tell();
    }

    /** Of an interruption no file fails: it is the end of the program. */
    private static void requireNotInterrupted(IOException why) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw why;
        }
    }

    /** One is open at a time: a sender sends one after the other. */
    private PartFile open(int index) throws IOException {
        if (part != null && partEntry == index) {
            return part;
        }
        keepPart();
        PartFile opened = PartFile.open(place.parts(), entries.get(index), chunkBytes, clock.getAsLong());
        part = opened;
        partEntry = index;
        return opened;
    }

    /** What has come of a file that is not whole waits on the disk for more. */
    void keepPart() throws IOException {
        PartFile growing = part;
        part = null;
        if (growing != null) {
            growing.close();
        }
    }

    private void tell() {
        tally = new FileTally(files, kept, resumed, failed);
    }

    /** Whether each is in its place. */
    boolean isAllHere() {
        return wanted == 0 && failures == 0;
    }

    /** Whether nothing that is still to come could change anything. */
    boolean isThrough() {
        return wanted == 0;
    }

    /** Nothing more comes: gives directories in which something is in its place what they are to have. */
    void finish() throws IOException {
        List<SetEntry> here = new ArrayList<>();
        for (int i = 0; i < standings.length; i++) {
            if (standings[i] == Standing.HERE) {
                here.add(entries.get(i));
            }
        }
        place.finish(here);
    }

    /** What is missing, in words. */
    String missing() {
        String incomplete = wanted == 0 ? "" : wanted + " of " + entries.size()
                + " files and directories are incomplete, and kept for another pass";
        String lost = failures == 0 ? "" : failures + " of " + entries.size() + " failed";
        return incomplete + (incomplete.isEmpty() || lost.isEmpty() ? "" : "; ") + lost;
    }

    long bytes() {
        return bytes.get();
    }

    FileTally tally() {
        return tally;
    }

    @Override
    public void close() throws IOException {
        placer.close();
        keepPart();
    }
}
