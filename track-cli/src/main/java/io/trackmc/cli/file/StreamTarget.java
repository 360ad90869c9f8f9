package io.trackmc.cli.file;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Standard output: what was written cannot be taken back, so a reader must look at the exit code to know whether it was the whole
 * file.
 */
public final class StreamTarget implements FileTarget {

    /** Its name on the command line. */
    public static final String NAME = "-";

    private final PrintStream out;

    /** The stream stays open. */
    public StreamTarget(PrintStream out) {
        this.out = out;
    }

    @Override
    public Writing begin(String announcedName) {
        return new Writing() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                check();
            }

            @Override
            public String finish() throws IOException {
                check();
                return NAME;
            }

            // A print stream keeps its failures to itself until it is asked.
            private void check() throws IOException {
                if (out.checkError()) {
                    throw new FileTransferException("standard output cannot be written; whoever read it has gone");
                }
            }

            @Override
            public void close() {}
        };
    }
}
