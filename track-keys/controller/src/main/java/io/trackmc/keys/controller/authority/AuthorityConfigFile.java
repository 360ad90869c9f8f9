package io.trackmc.keys.controller.authority;

import com.typesafe.config.Config;
import io.trackmc.keys.controller.deploy.AuthorityDirectory;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.transport.bundle.ManagementConfReader;
import io.trackmc.keys.transport.conf.ConfException;
import io.trackmc.keys.transport.conf.ConfText;
import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.proto.protect.KeyLayer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of an authority, HOCON with the keys of {@link AuthorityCatalogue}. All faults are told at once. */
public final class AuthorityConfigFile {

    private final ConfValues in;

    private AuthorityConfigFile(ConfValues in) {
        this.in = in;
    }

    /**
     * What a file says.
     *
     * @param settings as the authority takes them
     * @param effective key by key
     * @param warnings of what works and is hardly meant, one line each
     */
    public record Read(AuthoritySettings settings, EffectiveConfig effective, List<String> warnings) {}

    /**
     * Reads a file.
     *
     * @param overrides keys with dots and their values, which come before those of the file
     * @throws KeyFileException with file, line, key, what was found and what is allowed, for each fault
     */
    public static AuthoritySettings read(Path file, Map<String, String> overrides) {
        return readWhole(file, overrides).settings();
    }

    /** Reads a file, and keeps what each of its keys is. */
    public static Read readWhole(Path file, Map<String, String> overrides) {
        List<String> faults = new ArrayList<>();
        Config config = ConfText.parse(file, ConfText.of(file), overrides, faults);
        ConfValues values = new ConfValues(file, config, faults);
        AuthoritySettings settings = new AuthorityConfigFile(values).settings();
        if (!faults.isEmpty()) {
            throw new ConfException(faults);
        }
        return new Read(settings, EffectiveConfig.of(values, AuthorityCatalogue.CATALOGUE,
                AuthorityCatalogue.role(settings.layer())), values.warnings());
    }

    private AuthoritySettings settings() {
        KeyLayer layer = in.get(AuthorityCatalogue.ROLE);
        in.refuseUnknown(AuthorityCatalogue.CATALOGUE, AuthorityCatalogue.role(layer));
        AuthorityDirectory files = AuthorityDirectory.of(in.path(AuthorityCatalogue.DIRECTORY));
        InetSocketAddress listen = in.get(AuthorityCatalogue.LISTEN);
        return new AuthoritySettings(layer, files, store(files.store(layer)), listen, limits(), rekeying(),
                in.integer(AuthorityCatalogue.RELEASES), new ManagementConfReader(in).read(), AdmissionRule.NONE);
    }

    private StoreFiles store(StoreFiles by) {
        Path keyStore = in.findPath(AuthorityCatalogue.KEY_STORE);
        Path password = in.findPath(AuthorityCatalogue.PASSWORD_FILE);
        return new StoreFiles(keyStore == null ? by.keyStore() : keyStore,
                password == null ? by.password() : password);
    }

    private AuthoritySettings.Rekeying rekeying() {
        Long events = in.find(AuthorityCatalogue.AFTER_EVENTS);
        Duration notBefore = time(AuthorityCatalogue.NOT_BEFORE);
        Duration hard = time(AuthorityCatalogue.HARD);
        if (notBefore != null && hard != null && notBefore.compareTo(hard) > 0) {
            in.refuse(AuthorityCatalogue.NOT_BEFORE, "at most " + AuthorityCatalogue.HARD.form().text(hard.toNanos())
                    + ", which is " + AuthorityCatalogue.HARD.name());
        }
        return new AuthoritySettings.Rekeying(time(AuthorityCatalogue.EVERY),
                events == null ? null : (Integer) events.intValue(),
                Duration.ofNanos(in.get(AuthorityCatalogue.GATHER)), notBefore, hard,
                time(AuthorityCatalogue.OVERLAP));
    }

    private @Nullable Duration time(KeyEntry<Long> entry) {
        Long nanos = in.find(entry);
        return nanos == null ? null : Duration.ofNanos(nanos);
    }

    private TlsLimits limits() {
        TlsLimits by = TlsLimits.DEFAULT;
        if (in.get(AuthorityCatalogue.PER_ADDRESS) > in.get(AuthorityCatalogue.CONNECTIONS)) {
            in.warn(AuthorityCatalogue.PER_ADDRESS, "is never reached: " + AuthorityCatalogue.CONNECTIONS.name()
                    + " limits all together");
        }
        TlsLimits.Crowd crowd = by.crowd();
        return new TlsLimits(
                new TlsLimits.Crowd(in.integer(AuthorityCatalogue.CONNECTIONS), crowd.handshakes(),
                        in.integer(AuthorityCatalogue.PER_ADDRESS), crowd.perCertificate()),
                by.patience(), by.frameBytes(), by.waitingRequests(), by.roomBytes(), by.unsentBytes());
    }
}
