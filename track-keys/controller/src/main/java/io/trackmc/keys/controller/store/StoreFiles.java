package io.trackmc.keys.controller.store;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the key lies under which an authority seals what it writes: a PKCS#12 key store with one AES key, and a file with the password
 * that opens it. Both have mode 0600 or less; files that others may read are refused.
 *
 * @param keyStore PKCS#12
 * @param password a file with one line of text
 */
public record StoreFiles(Path keyStore, Path password) {

    /** Under this name the key lies in the key store. */
    public static final String ALIAS = "track-store";

    private static final String TYPE = "PKCS12";
    private static final String PROTECTION = "PBEWithHmacSHA256AndAES_256";
    private static final int ITERATIONS = 10_000;
    private static final int SALT_LENGTH = 20;
    private static final int PASSWORD_LENGTH = 32;
    private static final int MAX_PASSWORD = 1024;

    /**
     * Makes a new key under a new random password, and writes both files.
     *
     * @throws KeyFileException when one of them is there already, or cannot be written
     */
    public StoreKey create(SecureRandom random) {
        byte[] raw = random(random, StoreKey.LENGTH);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(random(random, PASSWORD_LENGTH));
        char[] secret = chars(text);
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            store.setEntry(ALIAS, new KeyStore.SecretKeyEntry(new SecretKeySpec(raw, "AES")),
                    new KeyStore.PasswordProtection(secret, PROTECTION,
                            new PBEParameterSpec(random(random, SALT_LENGTH), ITERATIONS)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, secret);
            createDurable(password, line(text));
            createDurable(keyStore, out.toByteArray());
            return new StoreKey(raw, keyStore);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has PKCS#12 with AES", e);
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Arrays.fill(secret, '\0');
        }
    }

    /**
     * Opens the key store.
     *
     * @throws KeyFileException with the file and its key in the configuration, when one is missing or open to others, when the password is
     *     another's, or the key store holds no such key
     */
    public StoreKey open() {
        byte[] text = read(password, "authority.key-store-password-file");
        char[] secret = chars(text);
        byte[] bytes = read(keyStore, "authority.key-store");
        byte[] raw = new byte[0];
        try {
            if (secret.length == 0 || secret.length > MAX_PASSWORD) {
                throw new KeyFileException(password + ": key \"authority.key-store-password-file\": found "
                        + secret.length + " characters, allowed: one line of 1 to " + MAX_PASSWORD);
            }
            raw = key(bytes, secret);
            return new StoreKey(raw, keyStore);
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Arrays.fill(secret, '\0');
        }
    }

    /** On the disk when it returns: what is sealed under this key is lost with it. */
    private static void createDurable(Path file, byte[] bytes) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeyFileException(file + ": is there already, allowed: a name that is free");
        }
        SecureFiles.write(file, bytes);
    }

    private byte[] key(byte[] bytes, char[] secret) {
        Key found;
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(new ByteArrayInputStream(bytes), secret);
            found = store.getKey(ALIAS, secret);
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyFileException(keyStore + ": key \"authority.key-store\": does not open with the password in "
                    + password + ", allowed: the PKCS#12 file that this password belongs to, unaltered", e);
        }
        byte[] raw = found == null ? null : found.getEncoded();
        if (raw == null || raw.length != StoreKey.LENGTH) {
            throw new KeyFileException(keyStore + ": key \"authority.key-store\": found no AES key of "
                    + StoreKey.LENGTH + " bytes named " + ALIAS + ", allowed: one, as keys init makes it");
        }
        return raw;
    }

    private static byte[] read(Path file, String key) {
        try {
            return SecureFiles.read(file, open -> {
                throw new KeyFileException(open);
            });
        } catch (KeyFileException e) {
            throw new KeyFileException(e.getMessage() + " (key \"" + key + "\")", e);
        }
    }

    /** Without the end of the line. */
    private static char[] chars(byte[] text) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(text));
        int length = decoded.remaining();
        while (length > 0 && (decoded.get(length - 1) == '\n' || decoded.get(length - 1) == '\r')) {
            length--;
        }
        char[] chars = new char[length];
        decoded.get(chars);
        Arrays.fill(decoded.array(), '\0');
        return chars;
    }

    private static byte[] line(byte[] text) {
        return ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').array();
    }

    private static byte[] random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
