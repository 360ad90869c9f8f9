package io.trackmc.keys.payload;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.proto.protect.Incarnation;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Reads test vectors in JSON: ours and the RFCs' from resources, Wycheproof's from beside the repository. */
final class Vectors {

    private static final ConfigParseOptions JSON = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)
            .setAllowMissing(false);

    private Vectors() {}

    /** A file of this module's test resources. */
    static Config resource(String name) {
        return ConfigFactory.parseResources(Vectors.class.getClassLoader(), name, JSON);
    }

    /** A file of project Wycheproof; the test is reported as skipped where it is missing. */
    static Config wycheproof(String name) {
        Path file = shared().resolve("data/wycheproof").resolve(name);
        assumeTrue(Files.isReadable(file), "no Wycheproof vectors at " + file);
        return ConfigFactory.parseFile(file.toFile(), JSON);
    }

    /** Bytes in hexadecimal. */
    static byte[] bytes(Config vector, String key) {
        return HexFormat.of().parseHex(vector.getString(key));
    }

    /** 16 bytes of incarnation. */
    static Incarnation incarnation(Config vector, String key) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(vector, key));
        return new Incarnation(bytes.getLong(), bytes.getLong());
    }

    /** The repository lies beside {@code shared}; from a module, and from a work tree elsewhere, it is further up. */
    private static Path shared() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared");
            }
        }
        return here.resolve("shared");
    }
}
