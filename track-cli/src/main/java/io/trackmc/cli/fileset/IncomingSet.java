package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTally;
import io.trackmc.cli.file.FileTransferException;
import io.trackmc.cli.file.Incoming;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
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

    private final Opener opener;
    private final Consumer<String> lines;
    private final LongSupplier clock;
    private @Nullable SetPlace place;
    private volatile @Nullable Manifest manifest;
    private volatile @Nullable SetTaking taking;
    private volatile boolean whole;
    private int endedPass;
    private boolean released;

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
            switch (SetMessages.kind(message, offset, length)) {
                case SetMessages.SET -> announced(SetMessages.set(message, offset, length));
                case SetMessages.ENTRIES -> listed(message, offset, length);
                case SetMessages.CHUNK -> chunk(message, offset, length);
                case SetMessages.PASS_END -> passEnded(SetMessages.endedPass(message, offset, length));
                default -> throw SetMessages.foreign();
            }
            return whole;
        } catch (IOException e) {
            close();
            throw e;
        }
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
            Manifest begun = new Manifest(set); // a list that was not whole is begun anew
            manifest = begun;
            beginIfListed(place, begun);
        }
    }

    private void listed(byte[] message, int offset, int length) throws IOException {
        Manifest known = manifest;
        if (known != null && place != null && !known.isWhole()) {
            known.take(message, offset, length);
            beginIfListed(place, known);
        }
    }

    private void beginIfListed(SetPlace where, Manifest known) throws IOException {
        if (known.isWhole()) {
            where.check(known.entries());
            SetTaking begun = new SetTaking(where, known.entries(), known.set().chunkBytes(), lines, clock);
            taking = begun;
            begun.prepare();
            completeIfAllHere(begun);
        }
    }

    /** Before the list is whole nobody knows where a chunk belongs; it comes again with another pass. */
    private void chunk(byte[] message, int offset, int length) throws IOException {
        SetTaking begun = taking;
        if (begun != null && !whole) {
            begun.chunk(message, offset, length);
            completeIfAllHere(begun);
        }
    }

    private void completeIfAllHere(SetTaking begun) throws IOException {
        if (begun.isAllHere()) {
            begun.finish();
            release();
            whole = true;
        }
    }

    private void passEnded(int pass) throws IOException {
        SetTaking begun = taking;
        if (begun == null || whole) {
            return;
        }
        begun.settle(true);
        completeIfAllHere(begun);
        if (!whole && begun.isThrough()) {
            throw failed(begun);
        }
        if (!whole) {
            begun.keepPart();
        }
        if (!whole && pass > endedPass) {
            endedPass = pass;
            lines.accept("pass " + pass + " is over: " + begun.missing());
        }
    }

    /** What has come stays, with all that it is to have. */
    private FileTransferException failed(SetTaking begun) {
        FileTransferException why = new FileTransferException(begun.missing());
        try {
            begun.finish();
        } catch (IOException e) {
            lines.accept(Fault.text(e));
            why.addSuppressed(e);
        }
        return why;
    }

    /** A gap is a hole like others: another pass may fill it. */
    @Override
    public void onGap(long first, long last) {
        lines.accept("packets " + first + " to " + last
                + " are lost for good; what was in them is awaited in another pass");
    }

    @Override
    public String missing() {
        SetTaking begun = taking;
        return begun == null ? "the session ended before the list of its files was here" : begun.missing();
    }

    @Override
    public boolean isComplete() {
        return whole;
    }

    @Override
    public long bytes() {
        SetTaking begun = taking;
        return begun == null ? 0 : begun.bytes();
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
        FileTally counts = tally();
        return where + " (" + counts.files() + (counts.files() == 1 ? " file" : " files")
                + (counts.kept() == 0 ? "" : ", " + counts.kept() + " there already")
                + (counts.resumedBytes() == 0 ? "" : ", " + ByteSize.text(counts.resumedBytes()) + " from before")
                + ")";
    }

    @Override
    public String progress() {
        Manifest known = manifest;
        SetTaking begun = taking;
        if (known == null || begun == null) {
            return "no list of files yet";
        }
        long all = known.set().bytes();
        FileTally counts = begun.tally();
        return ByteSize.text(begun.bytes()) + " of " + ByteSize.text(all)
                + (all == 0 ? "" : " (" + Math.round(100.0 * begun.bytes() / all) + " %)") + ", " + counts.files()
                + " files" + (counts.failed().isEmpty() ? "" : ", " + counts.failed().size() + " failed");
    }

    @Override
    public FileTally tally() {
        SetTaking begun = taking;
        return begun == null ? FileTally.NONE : begun.tally();
    }

    /** Once: afterwards the directory may be another's. */
    private void release() throws IOException {
        SetTaking begun = taking;
        SetPlace held = released ? null : place;
        released = true;
        try {
            if (begun != null) {
                begun.close();
            }
        } finally {
            if (held != null) {
                held.close();
            }
        }
    }

    /** Keeps what is there for another session. */
    @Override
    public void close() throws IOException {
        if (!whole) {
            release();
        }
    }
}
