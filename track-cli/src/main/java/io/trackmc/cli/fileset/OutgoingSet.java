package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.FileTransferException;
import io.trackmc.cli.file.OutgoingFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Sends a set of files, in as many passes as somebody needs and are allowed. The list of its names and digests goes first, and again now and then, for those who come late; a pass ends where
 * everybody is known to have everything.
 */
public final class OutgoingSet {

    /** Bytes of files after which the list is told again, or a hundred times its own length, if that is more. */
    static final long LIST_AGAIN_BYTES = 16 << 20;
    private static final int LIST_SHARE = 100;
    private static final int ENTRY_MESSAGE_BYTES = 1 << 16;

    /** The way to the receivers. */
    public interface Line {

        /** Publishes a message; copies it, and waits while there is no room. Returns its position. */
        long publish(byte[] message, int offset, int length) throws InterruptedException;

        /**
         * Whether as many as are expected are there, and have confirmed everything up to a position, of what they wanted. Who came after it wants nothing before, and so says nothing by
         * that; {@link #isEverybodyWhole} asks by a message of its own. Costs little.
         */
        boolean isConfirmed(long position);

        /** Whether everybody expected confirms a mark that is published now; waits for that a moment. */
        boolean isEverybodyWhole(Mark mark) throws InterruptedException;

        /** Waits, after a pass, until it is known whether somebody is there who lacks something: for those who have not confirmed, and for those who are missing to come back. */
        boolean isAnotherPassOfUse(Mark mark) throws InterruptedException;
    }

    /** A message of no content, which those who have everything confirm. */
    @FunctionalInterface
    public interface Mark {
        /** Returns its position. */
        long publish() throws InterruptedException;
    }

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many bytes of the files were handed over in a pass, which is one from 1. */
        void sent(int pass, long bytes);
    }

    /**
     * What was sent.
     *
     * @param sent bytes of all files, and the digest that receivers tell too
     * @param passes that were begun
     */
    public record Outcome(OutgoingFile.Sent sent, int passes) {}

    private final List<ScannedFile> files;
    private final List<SetEntry> entries;
    private final List<byte[]> list = new ArrayList<>();
    private final SetMessages.Announced set;
    private final long listBytes;

    private OutgoingSet(List<ScannedFile> files, List<SetEntry> entries) {
        this.files = files;
        this.entries = entries;
        MessageDigest digest = FileDigest.create();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < entries.size(); i++) {
            byte[] entry = SetMessages.entry(entries.get(i));
            digest.update(entry);
            if (message.size() + entry.length > ENTRY_MESSAGE_BYTES && message.size() > 0) {
                list.add(message.toByteArray());
                message.reset();
            }
            if (message.size() == 0) {
                message.writeBytes(SetMessages.entriesHeader(i));
            }
            message.writeBytes(entry);
        }
        if (message.size() > 0) {
            list.add(message.toByteArray());
        }
        this.listBytes = list.stream().mapToLong(each -> each.length).sum();
        this.set = new SetMessages.Announced(SetMessages.CHUNK_BYTES, 1, entries.size(),
                entries.stream().mapToLong(SetEntry::size).sum(), FileDigest.hex(digest.digest()));
    }

    /**
     * Reads all files for their digests.
     *
     * @param read told of bytes as they are read
     * @throws IOException when one cannot be read, or changes
     */
    public static OutgoingSet read(SetScan scan, LongConsumer read) throws IOException {
        List<SetEntry> entries = new ArrayList<>();
        for (ScannedFile file : scan.files()) {
            entries.add(file.entry(read));
        }
        OutgoingSet made = new OutgoingSet(scan.files(), entries);
        if (made.listBytes > SetMessages.MAX_ENTRY_BYTES) {
            throw new FileTransferException("the names of " + entries.size() + " files and directories have more than "
                    + SetMessages.MAX_ENTRY_BYTES + " bytes; send them in parts, or as one archive");
        }
        return made;
    }

    /** Bytes of all files. */
    public long bytes() {
        return set.bytes();
    }

    /** Files, without directories. */
    public int fileCount() {
        return (int) entries.stream().filter(entry -> !entry.directory()).count();
    }

    /**
     * Sends it.
     *
     * @param passes most passes, at least 1
     * @throws IOException when a file cannot be read, or is another one by now
     */
    public Outcome send(Line line, int passes, Progress progress) throws IOException, InterruptedException {
        int pass = 0;
        Mark end;
        do {
            byte[] message = SetMessages.passEnd(++pass);
            end = () -> line.publish(message, 0, message.length);
            sendPass(line, pass, end, progress);
            end.publish();
        } while (pass < passes && line.isAnotherPassOfUse(end));
        return new Outcome(new OutgoingFile.Sent(set.bytes(), SetDigest.of(entries, set.sha256())), pass);
    }

    /** Returns early when everybody has everything. */
    private void sendPass(Line line, int pass, Mark end, Progress progress) throws IOException, InterruptedException {
        long listed = announce(line, pass);
        byte[] chunk = new byte[SetMessages.CHUNK_HEADER + SetMessages.CHUNK_BYTES];
        long sent = 0;
        long sinceList = 0;
        for (int i = 0; i < files.size(); i++) {
            ScannedFile file = files.get(i);
            if (file.directory() || file.size() == 0) {
                continue;
            }
            try (InputStream in = file.open()) {
                for (long at = 0; at < file.size();) {
                    int count = in.readNBytes(chunk, SetMessages.CHUNK_HEADER,
                            (int) Math.min(SetMessages.CHUNK_BYTES, file.size() - at));
                    if (count < Math.min(SetMessages.CHUNK_BYTES, file.size() - at)) {
                        throw new FileTransferException(file.path() + ": became shorter while it was being sent");
                    }
                    if (line.isConfirmed(listed)) {
                        if (line.isEverybodyWhole(end)) {
                            return;
                        }
                        listed = Long.MAX_VALUE; // not before the list was told again
                    }
                    SetMessages.chunkHeader(chunk, i, at);
                    line.publish(chunk, 0, SetMessages.CHUNK_HEADER + count);
                    at += count;
                    sent += count;
                    sinceList += count;
                    progress.sent(pass, sent);
                    if (sinceList >= Math.max(LIST_AGAIN_BYTES, LIST_SHARE * listBytes)) {
                        sinceList = 0;
                        listed = announce(line, pass);
                    }
                }
            }
            file.requireUnchanged();
        }
    }

    /** Position of the last message of the list. */
    private long announce(Line line, int pass) throws InterruptedException {
        byte[] message = SetMessages.set(
                new SetMessages.Announced(set.chunkBytes(), pass, set.entries(), set.bytes(), set.sha256()));
        long position = line.publish(message, 0, message.length);
        for (byte[] part : list) {
            position = line.publish(part, 0, part.length);
        }
        return position;
    }
}
