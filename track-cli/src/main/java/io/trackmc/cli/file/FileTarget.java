package io.trackmc.cli.file;

import java.io.Closeable;
import java.io.IOException;

/** Where incoming files go. */
public interface FileTarget {

    /**
     * Begins one.
     *
     * @param announcedName name that the sender gave it; nothing to trust
     */
    Writing begin(String announcedName) throws IOException;

    /** One file that is being written. Closing it before {@link #finish} leaves nothing of it behind, as far as that is possible. */
    interface Writing extends Closeable {

        /** Appends bytes. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /**
         * The file is whole and verified: gives it its final name, safely on the disk.
         *
         * @return where it is, for people
         */
        String finish() throws IOException;
    }
}
