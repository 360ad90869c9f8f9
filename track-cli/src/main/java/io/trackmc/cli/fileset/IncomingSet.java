package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTally;
import io.trackmc.cli.file.FileTransferException;
import io.trackmc.cli.file.Incoming;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A set of files that arrives as messages of one session, in one pass or several.
 *
 * <pre>
 *   AWAITED --set--> LISTED --all entries--> TAKING --every file in its place--> WHOLE
 * </pre>
 *
 * <p>Chunks count whenever they come, once the list is known; who comes late waits for the list, which is told again and again. What cannot be had of one file, because its name is
 * refused, something is in its place or the disk is full, fails that file and no other. What is missing when the session ends stays on the disk for another one.
 *
 * <p>Everything up to a message is confirmed when the set is whole and on the disk, not before; so a sender whose receivers have confirmed the list, or the end of a pass, need not go on.
 */
public final class IncomingSet implements Incoming {

    /** Opens the place where the set goes, when the first announcement is there. */
    @FunctionalInterface
    interface Opener {
        SetPlace open() throws IOException;
    }

    private static final int MOST_NAMED = 1000;

    private enum Standing {
        WANTED, HERE, FAILED
    }

    private final Opener opener;
    private final Consumer<String> lines;
    private final LongSupplier clock;
    private @Nullable SetPlace place;
    private @Nullable Manifest manifest;
    private List<SetEntry> entries = List.of();
    private Standing[] standings = new Standing[0];
    private @Nullable PartFile part;
    private int partEntry;
    private int wanted;
    private int failures;
    private final List<FileTally.Failed> failed = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long allBytes = -1;
    private volatile boolean whole;
    private volatile FileTally tally = FileTally.NONE;
    private volatile String told = "";
    private int files;
    private int kept;
    private int endedPass;
    private long resumed;

    IncomingSet(Opener opener, Consumer<String> lines, LongSupplier clock) {
        this.opener = opener;
        this.lines = lines;
        this.clock = clock;
    }

    /**
     * Nothing came yet.
     *
     * @param directory where it goes
     * @param onlyName name of the one file that it may be, or null for the names that its sender gives
     * @param lines told of each file that fails
     */
    public static IncomingSet below(Path directory, @Nullable String onlyName, Existing existing, Preserve preserve,
            Consumer<String> lines) {
        return new IncomingSet(() -> SetPlace.take(directory, onlyName, existing, preserve), lines, System::nanoTime);
    }

    /** Whether a session that begins, or is come to, with this message carries a set. */
    public static boolean isOfSet(byte[] message, int offset, int length) {
        int kind = SetMessages.kind(message, offset, length);
        return kind >= SetMessages.SET && kind <= SetMessages.PASS_END;
    }

    @Override
    public boolean onMessage(byte[] message, int offset, int length) throws IOException {
        try {
            return take(message, offset, length);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private boolean take(byte[] message, int offset, int length) throws IOException {
        switch (SetMessages.kind(message, offset, length)) {
            case SetMessages.SET -> announced(SetMessages.set(message, offset, length));
            case SetMessages.ENTRIES -> listed(message, offset, length);
            case SetMessages.CHUNK -> chunk(message, offset, length);
            case SetMessages.PASS_END -> passEnded(SetMessages.endedPass(message, offset, length));
            default -> throw SetMessages.foreign();
        }
        return whole;
    }

    private void announced(SetMessages.Announced set) throws IOException {
        Manifest known = manifest;
        if (known != null && !known.set().isSameSet(set)) {
            throw new FileTransferException("the sender announces another set of files in the same session");
        }
        if (known == null || !known.isWhole()) {
            if (place == null) {
                place = opener.open();
            }
            manifest = new Manifest(set); // a list that was not whole is begun anew
            beginIfListed(manifest);
        }
    }

    private void listed(byte[] message, int offset, int length) throws IOException {
        Manifest known = manifest;
        if (known != null && !known.isWhole()) {
            known.take(message, offset, length);
            beginIfListed(known);
        }
    }

    /** The list is whole: what is there already, by itself or from a run before, is looked for, and what needs no chunks is made. */
    private void beginIfListed(Manifest known) throws IOException {
        if (!known.isWhole() || !entries.isEmpty()) {
            return;
        }
        open().check(known.entries());
        entries = known.entries();
        standings = new Standing[entries.size()];
        allBytes = known.set().bytes();
        wanted = entries.size();
        for (int i = 0; i < standings.length; i++) {
            standings[i] = Standing.WANTED;
        }
        for (int i = 0; i < standings.length; i++) {
            prepare(i);
        }
        tell();
        completeIfAllHere();
    }

    private void prepare(int index) throws IOException {
        SetEntry entry = entries.get(index);
        try {
            if (entry.directory()) {
                open().makeDirectory(entry);
                stands(index, Standing.HERE);
            } else if (open().hasAlready(entry)) {
                PartFile.remove(open().parts(), entry, chunkBytes());
                kept++;
                here(index);
            } else {
                resumeOrMake(index, entry);
            }
        } catch (IOException e) {
            fail(index, e);
        }
    }

    private void resumeOrMake(int index, SetEntry entry) throws IOException {
        if (entry.size() > 0 && !PartFile.isBegun(open().parts(), entry, chunkBytes())) {
            return;
        }
        PartFile begun = open(index);
        resumed += begun.resumedBytes();
        bytes.addAndGet(begun.resumedBytes());
        finishIfComplete(index, begun);
    }

    private void chunk(byte[] message, int offset, int length) throws IOException {
        int index = SetMessages.chunkEntry(message, offset, length);
        if (manifest == null || !manifest.isWhole()) {
            return; // came late: the list is told again, and so is this
        }
        if (index < 0 || index >= standings.length || entries.get(index).directory()) {
            throw SetMessages.foreign();
        }
        int from = offset + SetMessages.CHUNK_HEADER;
        int count = length - SetMessages.CHUNK_HEADER;
        long at = SetMessages.chunkOffset(message, offset);
        if (!PartFile.fits(entries.get(index), chunkBytes(), at, count)) {
            throw SetMessages.foreign();
        }
        if (standings[index] != Standing.WANTED) {
            return;
        }
        try {
            PartFile growing = open(index);
            if (growing.write(at, message, from, count, clock.getAsLong())) {
                bytes.addAndGet(count);
                finishIfComplete(index, growing);
            }
        } catch (IOException e) {
            fail(index, e);
        }
        completeIfAllHere();
    }

    private void finishIfComplete(int index, PartFile growing) throws IOException {
        if (growing.missing() > 0) {
            return;
        }
        SetEntry entry = entries.get(index);
        if (growing.isRight()) {
            open().place(growing, entry);
            part = null;
            files++;
            stands(index, Standing.HERE);
            tell();
        } else {
            // Damaged on this disk, or changed at the sender while it was read: the next pass brings all of it again.
            growing.discard();
            part = null;
            bytes.addAndGet(-entry.size());
            lines.accept(EntryName.shown(entry.name())
                    + ": what came has another SHA-256 than announced; all of it is awaited again");
        }
    }

    private void here(int index) {
        files++;
        bytes.addAndGet(entries.get(index).size());
        stands(index, Standing.HERE);
    }

    private void stands(int index, Standing standing) {
        standings[index] = standing;
        wanted--;
    }

    /** Of an interruption nothing fails: it is the end of the program. */
    private void fail(int index, IOException why) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw why;
        }
        SetEntry entry = entries.get(index);
        if (part != null && partEntry == index) {
            bytes.addAndGet(-part.bytesThere());
            part.discard();
            part = null;
        }
        stands(index, Standing.FAILED);
        failures++;
        String reason = Fault.text(why);
        if (failed.size() < MOST_NAMED) {
            failed.add(new FileTally.Failed(EntryName.shown(entry.name()), reason));
            lines.accept(EntryName.shown(entry.name()) + ": " + reason);
        }
        tell();
    }

    private void completeIfAllHere() throws IOException {
        if (wanted == 0 && failures == 0 && !whole) {
            open().finish(entries.stream().filter(SetEntry::directory).toList());
            release();
            whole = true;
            tell();
        }
    }

    private void passEnded(int pass) throws IOException {
        if (whole) {
            return;
        }
        if (wanted == 0 && failures > 0) {
            throw new FileTransferException(missing());
        }
        keepPart();
        if (manifest != null && manifest.isWhole() && pass > endedPass) {
            endedPass = pass;
            lines.accept("pass " + pass + " is over: " + missing());
        }
    }

    /** A gap is a hole like others: another pass may fill it. */
    @Override
    public void onGap(long first, long last) {
        lines.accept(
                "packets " + first + " to " + last + " are lost for good; what was in them is awaited in another pass");
    }

    @Override
    public String missing() {
        if (manifest == null || !manifest.isWhole()) {
            return "the session ended before the list of its files was here";
        }
        String incomplete = wanted == 0 ? "" : wanted + " of " + entries.size()
                + " files and directories are incomplete, and kept for another pass";
        String lost = failures == 0 ? "" : failures + " of " + entries.size() + " failed";
        return incomplete + (incomplete.isEmpty() || lost.isEmpty() ? "" : "; ") + lost;
    }

    private int chunkBytes() {
        return manifest == null ? SetMessages.CHUNK_BYTES : manifest.set().chunkBytes();
    }

    private SetPlace open() {
        if (place == null) {
            throw new IllegalStateException("nothing was announced");
        }
        return place;
    }

    /** One is open at a time: a sender sends one after the other. */
    private PartFile open(int index) throws IOException {
        if (part != null && partEntry == index) {
            return part;
        }
        keepPart();
        PartFile opened = PartFile.open(open().parts(), entries.get(index), chunkBytes(), clock.getAsLong());
        part = opened;
        partEntry = index;
        return opened;
    }

    private void keepPart() throws IOException {
        PartFile growing = part;
        part = null;
        if (growing != null) {
            growing.close();
        }
    }

    private void tell() {
        tally = new FileTally(files, kept, resumed, failed);
        told = files + " files" + (failures == 0 ? "" : ", " + failures + " failed");
    }

    @Override
    public boolean isComplete() {
        return whole;
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    /** Of its only file, if it is one; else of the list of names and digests. */
    @Override
    public String sha256() {
        Manifest known = manifest;
        return known == null ? "" : SetDigest.of(known.entries(), known.set().sha256());
    }

    @Override
    public String place() {
        String where = place == null ? "" : place.text();
        return where + " (" + files + " files" + (kept == 0 ? "" : ", " + kept + " of them there already")
                + (resumed == 0 ? "" : ", " + ByteSize.text(resumed) + " here from before") + ")";
    }

    @Override
    public String progress() {
        long all = allBytes;
        long here = bytes.get();
        return all < 0 ? "no list of files yet"
                : ByteSize.text(here) + " of " + ByteSize.text(all) + (all == 0 ? "" : " (" + 100 * here / all + " %)")
                        + ", " + told;
    }

    @Override
    public FileTally tally() {
        return tally;
    }

    private void release() throws IOException {
        SetPlace held = place;
        if (held != null) {
            held.close();
        }
    }

    /** Keeps what is there for another session. */
    @Override
    public void close() throws IOException {
        if (!whole) {
            try {
                keepPart();
            } finally {
                release();
            }
        }
    }
}
