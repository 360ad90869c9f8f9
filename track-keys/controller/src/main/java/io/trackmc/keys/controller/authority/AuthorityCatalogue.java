package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.bundle.ManagementKeys;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.ChoiceForm;
import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.NumberForm;
import io.trackmc.keys.transport.conf.TimeForm;
import io.trackmc.net.tls.TlsLimits;
import io.trackmc.proto.protect.KeyLayer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All keys of an authority's configuration file ({@code controller.conf}, {@code content-authority.conf}). */
public final class AuthorityCatalogue {

    private static final int MAX_CONNECTIONS = 1 << 20;
    private static final int MAX_EVENTS = 1 << 20;
    private static final int MAX_RELEASES = 1_000_000;
    private static final TlsLimits.Crowd CROWD = TlsLimits.DEFAULT.crowd();
    private static final TimeForm TIME = new TimeForm(0, Duration.ofDays(3650).toNanos());
    private static final String POLICY = "as the policy says";
    private static final String INSTEAD = "Where it is not to be as the group's policy says, in trials above all.";

    static final KeyEntry<KeyLayer> ROLE = KeyEntry.needed("authority.role",
            ChoiceForm.of(new KeyLayer[] {KeyLayer.TRANSPORT, KeyLayer.CONTENT}, AuthorityCatalogue::role),
            "Which of the two authorities it is.", "Never: its files are for this one.");
    static final KeyEntry<String> DIRECTORY = KeyEntry.needed("authority.directory", FileForm.DIRECTORY,
            "Directory of the authority's log, certificates and plan.", "When it lies elsewhere.");
    static final KeyEntry<String> KEY_STORE = KeyEntry.optional("authority.key-store", new KeyStoreForm(),
            "the one that keys init makes in authority.directory",
            "File of the key under which the authority seals what it writes of keys.",
            "To keep it apart from the log, as packages do.");
    static final KeyEntry<String> PASSWORD_FILE = KeyEntry.optional("authority.key-store-password-file", FileForm.FILE,
            "the one that keys init makes in authority.directory", "File with the key store's password.",
            "To keep it apart from the key store.");
    static final KeyEntry<InetSocketAddress> LISTEN = KeyEntry.needed("listen", new ListenForm(),
            "Where the authority listens; port 0 lets the system choose.",
            "keys init writes an address of loopback: put one that members reach.");

    static final KeyEntry<Long> EVERY = KeyEntry.optional("rekey.every", TIME, POLICY,
            "A rekey so long after the one before; 0s for none by the clock.", INSTEAD);
    static final KeyEntry<Long> AFTER_EVENTS = KeyEntry.optional("rekey.after-events",
            NumberForm.of(1, MAX_EVENTS, "joins and leaves"), POLICY, "A rekey after so many joins and leaves.",
            INSTEAD);
    static final KeyEntry<Long> GATHER = KeyEntry.withDefault("rekey.gather", TIME,
            AuthoritySettings.Rekeying.DEFAULT_GATHER.toNanos(), "How long joins and leaves wait for others.",
            "Longer where many members come and go and a rekey for several at once will do.");
    static final KeyEntry<Long> NOT_BEFORE = KeyEntry.optional("changeover.not-before", TIME, POLICY,
            "Earliest use of new keys after a rekey.", INSTEAD);
    static final KeyEntry<Long> HARD = KeyEntry.optional("changeover.hard", TIME, POLICY,
            "Latest use of new keys after a rekey.", INSTEAD);
    static final KeyEntry<Long> OVERLAP = KeyEntry.optional("changeover.overlap", TIME, POLICY,
            "How long packets under the epoch before are accepted then.", INSTEAD);

    static final KeyEntry<Long> CONNECTIONS = KeyEntry.withDefault("limits.connections",
            NumberForm.of(1, MAX_CONNECTIONS, "connections"), (long) CROWD.connections(), "Most connections at once.",
            "For groups of which more members ask at once.");
    static final KeyEntry<Long> PER_ADDRESS = KeyEntry.withDefault("limits.per-address",
            NumberForm.of(1, MAX_CONNECTIONS, "connections"), (long) CROWD.perAddress(),
            "Most connections from one address (IPv6: from one /64).",
            "Where many members come from behind one address.");
    static final KeyEntry<Long> RELEASES = KeyEntry.withDefault("limits.releases-per-minute",
            NumberForm.of(1, MAX_RELEASES, "times a minute"), (long) ReleaseLimit.DEFAULT_A_MINUTE,
            "How often one member is given its keys in a minute; each time is written down.",
            "Higher in trials, where nodes are started over and over.");

    /** The catalogue; read by {@link AuthorityConfigFile}. */
    public static final Catalogue CATALOGUE = new Catalogue("Authority files",
            "The file of the transport controller, controller.conf, or of the content authority, content-authority.conf; keys init writes both.",
            List.of(role(KeyLayer.TRANSPORT), role(KeyLayer.CONTENT)),
            Stream.concat(
                    Stream.of(ROLE, DIRECTORY, KEY_STORE, PASSWORD_FILE, LISTEN, EVERY, AFTER_EVENTS, GATHER,
                            NOT_BEFORE, HARD, OVERLAP, CONNECTIONS, PER_ADDRESS, RELEASES),
                    Stream.concat(ManagementKeys.withoutReload().stream(), ManagementKeys.DRILLS.stream())).toList());

    private AuthorityCatalogue() {}

    /** The authority of a layer, as its configuration names it. */
    static String role(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? "transport-controller" : "content-authority";
    }
}
