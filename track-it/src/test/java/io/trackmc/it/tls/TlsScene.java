package io.trackmc.it.tls;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with servers and clients that a CA has certified. */
abstract class TlsScene {

    @TempDir
    private Path directory;

    TlsFixture tls;

    @BeforeEach
    void certify() throws IOException {
        tls = new TlsFixture(directory);
    }

    @AfterEach
    void closeAll() throws Exception {
        tls.close();
    }
}
