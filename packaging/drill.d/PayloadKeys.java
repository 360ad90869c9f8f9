import io.trackmc.cli.proof.Follower;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints the key of each content epoch, as a receiver makes it of its first keys and of the rekeys that the authority keeps:
 * {@code CONTENT-BUNDLE REKEYS}, a file and a directory.
 */
class PayloadKeys {

    private static final int SHA256_LENGTH = 32;

    static void main(String[] words) throws IOException {
        ContentBundle first = new ContentBundleFile().decode(words[0], Files.readAllBytes(Path.of(words[0])));
        List<byte[]> rekeys = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(words[1]))) {
            files.filter(file -> file.toString().endsWith(".rekey")).forEach(file -> rekeys.addAll(parts(file)));
        }
        for (ContentEpoch epoch : Follower.content(first, rekeys)) {
            System.out.println(HexFormat.of().formatHex(epoch.key().copy(InsecureSecretAccess.get())));
        }
    }

    private static List<byte[]> parts(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            List<byte[]> parts = new ArrayList<>();
            while (bytes.remaining() > SHA256_LENGTH) {
                byte[] part = new byte[bytes.getInt()];
                bytes.get(part);
                parts.add(part);
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
