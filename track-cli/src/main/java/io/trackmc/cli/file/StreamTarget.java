package io.trackmc.cli.file;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output: what was written cannot be taken back, so a reader must look at the exit code to know whether it was the whole
 * file.
 */
public final class StreamTarget implements FileTarget {

    private final OutputStream out;

    /** The stream stays open. */
    public StreamTarget(OutputStream out) {
        this.out = out;
    }

    @Override
    public Writing begin(String announcedName) {
        return new Writing() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public String finish() throws IOException {
                out.flush();
                return "-";
            }

            @Override
            public void close() {}
        };
    }
}
