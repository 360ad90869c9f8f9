package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.conf.Catalogue;
import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.NumberForm;
import io.trackmc.keys.transport.conf.ObjectsForm;
import io.trackmc.keys.transport.conf.RateForm;
import io.trackmc.keys.transport.conf.SizeForm;
import java.util.ArrayList;
import java.util.List;

/** All keys of the file of a repair-head process that serves several sessions ({@code appliance.conf}). */
public final class ApplianceCatalogue {

    /** What stands for a role: there is one kind of appliance. */
    static final String APPLIANCE = "appliance";

    private static final int MOST_SESSIONS = 256;
    private static final int MOST_CHILDREN = 1 << 20;
    private static final SizeForm MEMORY = new SizeForm(1L << 20, 1L << 40);

    static final KeyEntry<String> SESSION_NAME = KeyEntry.needed("name", IdentityKeys.NAME,
            "Name of the session in logs, and of its state directory.", "");
    static final KeyEntry<String> SESSION_CONFIG = KeyEntry.needed("config", FileForm.FILE,
            "File of the repair head's own configuration, as its tenant has sent it.", "");
    static final KeyEntry<String> SESSION_TENANT = KeyEntry.optional("tenant", IdentityKeys.NAME,
            "nobody's, without limits",
            "Name of the tenant whose limits it has.", "");
    static final Catalogue SESSION = new Catalogue("A session", "An object of appliance.sessions.", List.of(),
            List.of(SESSION_NAME, SESSION_CONFIG, SESSION_TENANT));

    static final KeyEntry<String> TENANT_NAME = KeyEntry.needed("name", IdentityKeys.NAME,
            "Name of the tenant in logs and metrics.", "");
    static final KeyEntry<Long> TENANT_RATE = KeyEntry.withDefault("rate", new RateForm(), 0L,
            "Most that its sessions send together, all datagrams counted.", "");
    static final KeyEntry<Long> TENANT_CHILDREN = KeyEntry.optional("max-children",
            NumberForm.of(1, MOST_CHILDREN, "children"), "no limit but those of its sessions",
            "Most children that its sessions have together.", "");
    static final KeyEntry<Long> TENANT_MEMORY = KeyEntry.optional("memory", MEMORY, "no limit",
            "Most heap that its sessions may ever take together; more sessions than fit are refused.", "");
    static final Catalogue TENANT = new Catalogue("A tenant", "An object of appliance.tenants.", List.of(),
            List.of(TENANT_NAME, TENANT_RATE, TENANT_CHILDREN, TENANT_MEMORY));

    static final KeyEntry<List<Config>> SESSIONS = KeyEntry.needed("appliance.sessions",
            new ObjectsForm(SESSION, 1, MOST_SESSIONS, "sessions"),
            "Sessions that the process serves, each a repair head of its own.",
            "To take a session in or out; other sessions do not notice.").reloadedBy(APPLIANCE);
    static final KeyEntry<List<Config>> TENANTS = KeyEntry.withDefault("appliance.tenants",
            new ObjectsForm(TENANT, 0, MOST_SESSIONS, "tenants"), List.of(),
            "Whose the sessions are, and what they may use together ([more](operations.md#many-sessions)).",
            "Where sessions of several owners share the machine.").reloadedBy(APPLIANCE);
    static final KeyEntry<String> STATE_DIRECTORY = KeyEntry.optional(NodeConfKeys.STATE_DIRECTORY,
            FileForm.DIRECTORY, "those that the sessions' own files name",
            "Directory below which each session has one of its name for what it keeps from run to run.",
            "Where the sessions' own files name none that this machine has.");

    /** The catalogue; read by {@link ApplianceConfigFile}. */
    public static final Catalogue CATALOGUE = new Catalogue("Appliance files",
            "The file of one repair-head process that serves several sessions, appliance.conf.", List.of(APPLIANCE),
            entries());

    private ApplianceCatalogue() {}

    private static List<KeyEntry<?>> entries() {
        List<KeyEntry<?>> entries = new ArrayList<>(List.of(SESSIONS, TENANTS, STATE_DIRECTORY));
        entries.addAll(ManagementKeys.withoutReload());
        entries.add(ManagementKeys.BELOW);
        return entries;
    }
}
