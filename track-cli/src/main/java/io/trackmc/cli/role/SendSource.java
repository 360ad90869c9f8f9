package io.trackmc.cli.role;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.FileSource;
import io.trackmc.cli.file.OutgoingFile;
import io.trackmc.cli.fileset.OutgoingSet;
import io.trackmc.cli.fileset.SetScan;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.ByteSize;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** What {@code track send} was told to send: one stream, or a set of files. */
abstract class SendSource implements Closeable {

    /** More than these nobody reads. */
    private static final int MOST_NAMED = 20;

    /** Bytes of one pass, negative when nobody knows. */
    abstract long size();

    /** Most passes. */
    abstract int passes();

    /** Whether who confirms has everything, also when it came late. */
    abstract boolean isWholeWhenLate();

    /** Sends it; on a thread of its own, until it is interrupted. */
    abstract OutgoingFile.Sent send(SetLine line, SendPace pace) throws IOException, InterruptedException;

    /** A file or a stream, once, from its beginning to its end. */
    static SendSource of(FileSource source) {
        return new SendSource() {
            @Override
            long size() {
                return source.size();
            }

            @Override
            int passes() {
                return 1;
            }

            @Override
            boolean isWholeWhenLate() {
                return false;
            }

            @Override
            OutgoingFile.Sent send(SetLine line, SendPace pace) throws IOException, InterruptedException {
                return OutgoingFile.send(source, line::publish, bytes -> pace.sent(1, bytes));
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }

    /**
     * A set, read once for its digests.
     *
     * @param skip whether what cannot be sent is left out
     */
    static SendSource ofSet(TaskRun run, SetScan scan, boolean skip, int passes) throws IOException {
        check(run, scan, skip);
        run.set("skippedFiles", scan.refused());
        OutgoingSet set = read(run, scan);
        return new SendSource() {
            @Override
            long size() {
                return set.bytes();
            }

            @Override
            int passes() {
                return passes;
            }

            @Override
            boolean isWholeWhenLate() {
                return true;
            }

            @Override
            OutgoingFile.Sent send(SetLine line, SendPace pace) throws IOException, InterruptedException {
                OutgoingSet.Outcome outcome = set.send(line, passes, pace::sent);
                run.set("files", set.fileCount()).set("passes", outcome.passes());
                return outcome.sent();
            }

            @Override
            public void close() {
                // Its files are open only while they are read.
            }
        };
    }

    /** A tree with something left out is not the tree, unless its user has said so. */
    private static void check(TaskRun run, SetScan scan, boolean skip) {
        requireSendable(scan, skip);
        List<String> refused = scan.refused();
        refused.stream().limit(MOST_NAMED)
                .forEach(each -> run.console().err().println("track send: left out: " + each));
        if (refused.size() > MOST_NAMED) {
            run.console().err().println("track send: left out: " + (refused.size() - MOST_NAMED) + " more");
        }
    }

    /**
     * Looks whether a set is to be sent.
     *
     * @param skip whether what cannot be sent is left out
     * @throws TaskException when something cannot be sent and is not to be left out, or nothing can
     */
    static void requireSendable(SetScan scan, boolean skip) {
        List<String> refused = scan.refused();
        if (!refused.isEmpty() && !skip) {
            throw TaskException.usage(refused.getFirst() + (refused.size() == 1 ? "" : ", and " + (refused.size() - 1)
                    + " more like it") + "; cannot be sent (--skip-special sends the rest)");
        }
        if (scan.isEmpty()) {
            throw TaskException.usage("nothing is left that could be sent");
        }
    }

    private static OutgoingSet read(TaskRun run, SetScan scan) throws IOException {
        ProgressLine progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
        String all = ByteSize.text(scan.bytes());
        long[] read = {0};
        try {
            return OutgoingSet.read(scan, count -> {
                read[0] += count;
                progress.show(System.nanoTime(), "reading " + ByteSize.text(read[0]) + " of " + all);
            });
        } catch (IOException e) {
            throw TaskException.failed(Fault.text(e), e);
        } finally {
            progress.clear();
        }
    }
}
