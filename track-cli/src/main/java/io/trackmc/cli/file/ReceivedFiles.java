package io.trackmc.cli.file;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.receiver.StreamHandler;
import io.trackmc.proto.wire.ConfirmOn;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription brings, a file or a set of files in each session. Of one that failed nothing more is taken; the next session is another chance. The
 * stream's thread calls the handler's methods, {@link #obey} and {@link #throwFailure}; the others may be called by any thread.
 */
public final class ReceivedFiles implements StreamHandler, Closeable {

    /** Hears of files. */
    @FunctionalInterface
    public interface Listener {
        /** One is in its place. */
        void onFile(String place, long bytes, String sha256);

        /** The one of this session failed, and nothing is left of it. */
        default void onFailure(Incarnation session, IOException why) {}
    }

    /** Tells the sender. */
    @FunctionalInterface
    public interface Confirmation {
        /** Everything that came so far is where it belongs. */
        void confirm();

        /** So is all that the session brings, also what was in packets that are lost, for a set is sent in passes. */
        default void confirmWhole(Incarnation session) {
            confirm();
        }
    }

    /** Takes sessions that carry more than a file. */
    public interface Sets {

        /** Whether a session does, by the first message of it that came. */
        boolean isOne(byte[] message, int offset, int length);

        /** Begins one; the message comes next. */
        Incoming begin();
    }

    /** None is known here: they fail as something else than a file. */
    private static final Sets NO_SETS = new Sets() {
        @Override
        public boolean isOne(byte[] message, int offset, int length) {
            return false;
        }

        @Override
        public Incoming begin() {
            throw new IllegalStateException("there are no sets");
        }
    };

    private final FileTarget target;
    private final Sets sets;
    private final Confirmation confirmation;
    private final Listener listener;
    private volatile @Nullable Incoming current;
    private boolean begun;
    private boolean ofSet;
    private volatile @Nullable IOException failure;
    private volatile @Nullable String order;
    private volatile Incarnation session = Incarnation.ZERO;
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean inSession;

    /**
     * Without sets.
     *
     * @param target where they go
     * @param confirmation called when a file is in its place
     * @param listener told of it after that
     */
    public ReceivedFiles(FileTarget target, Confirmation confirmation, Listener listener) {
        this(target, NO_SETS, confirmation, listener);
    }

    /**
     * With them.
     *
     * @param target where single files go
     * @param sets what takes others
     * @param confirmation called when all is in its place
     * @param listener told of it after that
     */
    public ReceivedFiles(FileTarget target, Sets sets, Confirmation confirmation, Listener listener) {
        this.target = target;
        this.sets = sets;
        this.confirmation = confirmation;
        this.listener = listener;
    }

    @Override
    public void onSessionOpened(SessionOpened opened) {
        IncomingFile file = new IncomingFile(target);
        current = file;
        begun = false;
        ofSet = false;
        failure = null;
        order = null;
        session = opened.incarnation();
        inSession = true;
        if (opened.rules().isUnordered() || opened.rules().confirmOn() == ConfirmOn.APPLICATION) {
            giveUp(file, "the session is not one for files: unordered, or confirmed message by message");
        }
    }

    @Override
    public void onMessage(byte[] bytes, int offset, int length) {
        Incoming file = begunBy(bytes, offset, length);
        if (file == null || failure != null) {
            return;
        }
        boolean before = file.isComplete();
        boolean confirmed;
        try {
            confirmed = file.onMessage(bytes, offset, length);
        } catch (IOException e) {
            fail(e);
            return;
        }
        boolean nowComplete = file.isComplete() && !before;
        if (nowComplete) {
            completed.incrementAndGet();
            inSession = false;
        }
        if (confirmed && ofSet) {
            confirmation.confirmWhole(session);
        } else if (confirmed) {
            confirmation.confirm();
        }
        if (nowComplete) {
            listener.onFile(file.place(), file.bytes(), file.sha256());
        }
    }

    /** The first message of a session tells what it carries. */
    private @Nullable Incoming begunBy(byte[] bytes, int offset, int length) {
        if (!begun && current != null && failure == null) {
            begun = true;
            ofSet = sets.isOne(bytes, offset, length);
            if (ofSet) {
                current = sets.begin();
            }
        }
        return current;
    }

    @Override
    public void onGap(Unrecoverable gap) {
        Incoming file = current;
        if (file == null || failure != null) {
            return;
        }
        try {
            file.onGap(gap.first(), gap.last());
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void onSessionClosed(SessionClosed closed) {
        Incoming file = current;
        if (file != null && !file.isComplete() && failure == null) {
            giveUp(file, closed.aborted()
                    ? "the sender gave up before the end of the file"
                    : file.missing());
        }
    }

    private void giveUp(Incoming file, String why) {
        FileTransferException reason = new FileTransferException(why);
        try {
            file.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        fail(reason);
    }

    private void fail(IOException why) {
        failure = why;
        if (Thread.currentThread().isInterrupted()) {
            return; // told to stop, in the middle of a write: nothing failed
        }
        inSession = false;
        failed.incrementAndGet();
        listener.onFailure(session, why);
    }

    /** Orders that the present file be given up; the stream's thread does so when it is told to {@link #obey}. */
    public void order(String why) {
        order = why;
    }

    /** Gives the present file up if that was ordered. */
    public void obey() {
        String why = order;
        Incoming file = current;
        order = null;
        if (why != null && file != null && inSession) {
            giveUp(file, why);
        }
    }

    /** Whether the newest file failed; nothing of it is taken any more then. */
    public boolean hasFailed() {
        return failure != null;
    }

    /** Throws why a file failed, if one did. */
    public void throwFailure() throws IOException {
        IOException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Whether a session has begun whose file is not complete. */
    public boolean isInSession() {
        return inSession;
    }

    /** Files that failed. */
    public int failed() {
        return failed.get();
    }

    /** Files in their places. */
    public int completed() {
        return completed.get();
    }

    /** Bytes of the newest file, or null when none has begun. */
    public @Nullable Long bytes() {
        Incoming file = current;
        return file == null ? null : file.bytes();
    }

    /** SHA-256 of the newest file, or null when it is not complete. */
    public @Nullable String sha256() {
        Incoming file = current;
        return file == null || !file.isComplete() ? null : file.sha256();
    }

    /** Counts of the newest session, or null when none has begun. */
    public @Nullable FileTally tally() {
        Incoming file = current;
        return file == null ? null : file.tally();
    }

    /** For people: how far the newest file is. */
    public String progress() {
        Incoming file = current;
        return file == null ? "nothing yet" : file.progress();
    }

    /** Leaves nothing of a file that is not complete. */
    @Override
    public void close() throws IOException {
        Incoming file = current;
        if (file != null) {
            file.close();
        }
    }
}
