package io.trackmc.keys.transport.bundle;

import com.typesafe.config.ConfigObject;
import io.trackmc.keys.transport.file.ChecksummedJson;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What all kinds of bundle files have in common: checksummed JSON of mode 0600 whose first field names the format, and keys in base64.
 *
 * @param <B> the bundle
 */
public abstract class BundleFile<B> {

    private static final String FORMAT = "format";

    private final String format;

    /**
     * For one kind.
     *
     * @param format value of the field "format": kind and version
     */
    protected BundleFile(String format) {
        this.format = format;
    }

    /** Writes all fields but the format. */
    protected abstract void write(B bundle, JsonText out);

    /** Reads all fields but the format; throws {@link IllegalArgumentException} when they do not belong together. */
    protected abstract B read(StrictObject in);

    /** Writes the file, replacing one that is there; mode 0600, on the disk when it returns. */
    public final void write(Path file, B bundle) {
        byte[] bytes = encode(bundle);
        SecureFiles.write(file, bytes);
        Arrays.fill(bytes, (byte) 0);
    }

    /**
     * Reads the file.
     *
     * @param warnings told in one line when others than the owner may read it
     * @throws BundleException when it is missing, damaged or wrong
     */
    public final B read(Path file, Consumer<String> warnings) {
        try {
            return decode(file.toString(), SecureFiles.read(file, warnings));
        } catch (BundleException e) {
            throw e;
        } catch (KeyFileException e) {
            throw new BundleException(e.getMessage(), e);
        }
    }

    /** Bytes of the file. */
    public final byte[] encode(B bundle) {
        JsonText out = new JsonText().field(FORMAT, format);
        write(bundle, out);
        return ChecksummedJson.write(out);
    }

    /**
     * The bundle in these bytes, which are erased.
     *
     * @param name of the file, for messages
     * @throws BundleException when they are damaged or wrong
     */
    public final B decode(String name, byte[] bytes) {
        try {
            ConfigObject object = ChecksummedJson.read(name, bytes);
            StrictObject in = new StrictObject(name, object, BundleException::new);
            requireFormat(in);
            B bundle = read(in);
            in.end();
            return bundle;
        } catch (IllegalArgumentException e) {
            throw new BundleException(name + ": " + e.getMessage(), e);
        } catch (BundleException e) {
            throw e;
        } catch (KeyFileException e) {
            throw new BundleException(e.getMessage(), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void requireFormat(StrictObject in) {
        String found = in.string(FORMAT);
        if (!found.equals(format)) {
            throw in.wrong(FORMAT, "\"" + found + "\"", "\"" + format + "\"");
        }
    }

    /** An identifier as lower-case hexadecimal digits. */
    protected static String hex(long value, int digits) {
        return String.format("%0" + digits + "x", value);
    }

    /** A key as the text that stands in the file. */
    protected static String text(Secret secret) {
        byte[] raw = secret.copy(InsecureSecretAccess.get());
        try {
            return Base64.getEncoder().encodeToString(raw);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /** The key that stands in the file. */
    protected static <S extends Secret> S secret(
            StrictObject in, String key, BiFunction<byte[], SecretAccess, S> type) {
        byte[] raw = in.secret(key, Secret.LENGTH);
        try {
            return type.apply(raw, InsecureSecretAccess.get());
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }
}
