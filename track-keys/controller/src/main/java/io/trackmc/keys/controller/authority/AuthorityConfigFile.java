package io.trackmc.keys.controller.authority;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.transport.file.HoconText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an authority, HOCON. Keys: {@code authority.role}, {@code authority.directory}, {@code listen}, and with defaults
 * {@code authority.key-store}, {@code authority.key-store-password-file},
 * {@code rekey.every}, {@code rekey.after-events}, {@code rekey.gather}, {@code changeover.not-before}, {@code changeover.hard},
 * {@code changeover.overlap}, {@code limits.connections},
 * {@code limits.per-address}. An unknown key is an error that names the nearest.
 */
public final class AuthorityConfigFile {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+\\]|[A-Za-z0-9._-]+):(\\d{1,5})");
    private static final String ADDRESS_ALLOWED = "host:port or [IPv6]:port, port 0 to 65535";
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final String TIME_ALLOWED = "a time with its unit, such as 500ms, 10s or 24h";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final String KEY_STORE = "key-store";
    private static final String PASSWORD_FILE = "key-store-password-file";
    private static final String PKCS11 = "pkcs11:";
    private static final String FILE_ALLOWED = "the name of a PKCS#12 file";
    private static final Pattern ANY = Pattern.compile(".{1,4096}");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 1 << 20;
    private static final int MAX_RELEASES = 1_000_000;
    private static final int MAX_EVENTS = 1 << 20;

    private AuthorityConfigFile() {}

    /**
     * Reads a file.
     *
     * @param overrides keys with dots and their values, which come before those of the file
     * @throws KeyFileException with file, line, key, what was found and what is allowed
     */
    public static AuthoritySettings read(Path file, Map<String, String> overrides) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
        Config config = HoconText.parse(file.toString(), text, KeyFileException::new);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            config = with(config, override.getKey(), override.getValue());
        }
        StrictObject root = new StrictObject(file.toString(), config.root(), KeyFileException::new);
        StrictObject authority = root.object("authority");
        KeyLayer layer = layer(authority);
        String directory = authority.string("directory", ANY, "the name of a directory");
        AuthorityDirectory files = AuthorityDirectory.of(beside(file, directory));
        StoreFiles store = store(file, authority, files.store(layer));
        authority.end();
        InetSocketAddress listen = address(root, "listen");
        AuthoritySettings.Rekeying rekeying = rekeying(root.objectIfPresent("rekey"),
                root.objectIfPresent("changeover"));
        StrictObject limited = root.objectIfPresent("limits");
        int releases = limited != null && limited.has("releases-per-minute")
                ? (int) limited.integer("releases-per-minute", 1, MAX_RELEASES) : ReleaseLimit.DEFAULT_A_MINUTE;
        TlsLimits limits = limits(limited);
        root.end();
        return new AuthoritySettings(layer, files, store, listen, limits, rekeying, releases);
    }

    private static StoreFiles store(Path file, StrictObject authority, StoreFiles by) {
        Path keyStore = by.keyStore();
        if (authority.has(KEY_STORE)) {
            String name = authority.string(KEY_STORE, ANY, FILE_ALLOWED);
            if (name.startsWith(PKCS11)) {
                throw authority.wrong(KEY_STORE, "\"" + name + "\", which is not built yet", FILE_ALLOWED);
            }
            keyStore = beside(file, name);
        }
        return new StoreFiles(keyStore, authority.has(PASSWORD_FILE)
                ? beside(file, authority.string(PASSWORD_FILE, ANY, "the name of a file")) : by.password());
    }

    private static Path beside(Path file, String name) {
        return file.toAbsolutePath().resolveSibling(name).normalize();
    }

    private static KeyLayer layer(StrictObject authority) {
        String role = authority.string("role");
        return switch (role) {
            case "transport-controller" -> KeyLayer.TRANSPORT;
            case "content-authority" -> KeyLayer.CONTENT;
            default -> throw authority.wrong("role", "\"" + role + "\"", "transport-controller, content-authority");
        };
    }

    private static AuthoritySettings.Rekeying rekeying(@Nullable StrictObject rekey, @Nullable StrictObject change) {
        Integer afterEvents = rekey != null && rekey.has("after-events")
                ? (Integer) (int) rekey.integer("after-events", 1, MAX_EVENTS) : null;
        Duration gather = time(rekey, "gather");
        AuthoritySettings.Rekeying read = new AuthoritySettings.Rekeying(time(rekey, "every"), afterEvents,
                gather == null ? AuthoritySettings.Rekeying.DEFAULT_GATHER : gather, time(change, "not-before"),
                time(change, "hard"), time(change, "overlap"));
        end(rekey);
        end(change);
        return read;
    }

    private static TlsLimits limits(@Nullable StrictObject in) {
        TlsLimits by = TlsLimits.DEFAULT;
        if (in == null) {
            return by;
        }
        TlsLimits.Crowd crowd = by.crowd();
        int connections = in.has("connections") ? (int) in.integer("connections", 1, MAX_CONNECTIONS)
                : crowd.connections();
        int perAddress = in.has("per-address") ? (int) in.integer("per-address", 1, MAX_CONNECTIONS)
                : crowd.perAddress();
        in.end();
        return new TlsLimits(new TlsLimits.Crowd(connections, crowd.handshakes(), perAddress, crowd.perCertificate()),
                by.patience(), by.frameBytes(), by.waitingRequests(), by.roomBytes(), by.unsentBytes());
    }

    private static void end(@Nullable StrictObject object) {
        if (object != null) {
            object.end();
        }
    }

    private static @Nullable Duration time(@Nullable StrictObject in, String key) {
        if (in == null || !in.has(key)) {
            return null;
        }
        Matcher matcher = TIME.matcher(in.string(key, TIME, TIME_ALLOWED));
        if (!matcher.matches()) {
            throw new IllegalStateException("a time that the pattern let through");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static InetSocketAddress address(StrictObject in, String key) {
        String text = in.string(key, ADDRESS, ADDRESS_ALLOWED);
        int colon = text.lastIndexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        InetSocketAddress address = port > MAX_PORT ? null : new InetSocketAddress(host, port);
        if (address == null || address.isUnresolved()) {
            throw in.wrong(key, "\"" + text + "\"", address == null ? ADDRESS_ALLOWED : "a host that is known");
        }
        return address;
    }

    private static Config with(Config config, String key, String text) {
        try {
            Object value = NUMBER.matcher(text).matches() ? (Object) Long.parseLong(text) : text;
            return config.withValue(key, ConfigValueFactory.fromAnyRef(value, "-D" + key));
        } catch (ConfigException e) {
            throw new KeyFileException("-D" + key + "=" + text
                    + ": not a key with a value, allowed: listen=127.0.0.1:47100 and the like", e);
        }
    }
}
