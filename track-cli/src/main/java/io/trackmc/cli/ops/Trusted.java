package io.trackmc.cli.ops;

import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.client.ManagementTrust;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** Whom a command believes to be a management address. */
public final class Trusted {

    private Trusted() {}

    /**
     * TLS that trusts by the certificates of a file.
     *
     * @param file PEM
     * @param key what has named the file, for who has to mend it
     * @throws TaskException when the file does not do
     */
    public static SSLContext by(Path file, String key) {
        try {
            return ManagementTrust.context(file);
        } catch (KeyFileException e) {
            throw TaskException.usage(key + ": " + e.getMessage(), e);
        }
    }
}
