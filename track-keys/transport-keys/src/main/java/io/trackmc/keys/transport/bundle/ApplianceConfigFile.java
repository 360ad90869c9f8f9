package io.trackmc.keys.transport.bundle;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.conf.ConfException;
import io.trackmc.keys.transport.conf.ConfText;
import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.EffectiveConfig;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.file.KeyFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an {@link ApplianceConfig} from HOCON with the keys of {@link ApplianceCatalogue}. All faults are told at once. */
public final class ApplianceConfigFile {

    private final Path file;
    private final ConfValues in;

    private ApplianceConfigFile(Path file, ConfValues in) {
        this.file = file;
        this.in = in;
    }

    /**
     * What a file says.
     *
     * @param config as the process takes it
     * @param effective key by key
     */
    public record Read(ApplianceConfig config, EffectiveConfig effective) {}

    /** Whether a file is one of an appliance, and not of one repair head; false when it cannot be read. */
    public static boolean isOne(Path file) {
        try {
            return ConfText.parse(file, ConfText.of(file), Map.of(), new ArrayList<>())
                    .hasPath(ApplianceCatalogue.APPLIANCE);
        } catch (KeyFileException _) {
            return false;
        }
    }

    /**
     * Reads a file.
     *
     * @param overrides keys with dots and their values, which come before those of the file
     * @throws KeyFileException with every fault that was found
     */
    public static ApplianceConfig read(Path file, Map<String, String> overrides) {
        return readWhole(file, overrides).config();
    }

    /** Reads a file, and keeps what each of its keys is. */
    public static Read readWhole(Path file, Map<String, String> overrides) {
        List<String> faults = new ArrayList<>();
        Config config = ConfText.parse(file, ConfText.of(file), overrides, faults);
        ConfValues values = new ConfValues(file, config, faults);
        ApplianceConfig result = new ApplianceConfigFile(file, values).read();
        if (!faults.isEmpty()) {
            throw new ConfException(faults);
        }
        return new Read(result,
                EffectiveConfig.of(values, ApplianceCatalogue.CATALOGUE, ApplianceCatalogue.APPLIANCE));
    }

    private ApplianceConfig read() {
        in.refuseUnknown(ApplianceCatalogue.CATALOGUE, ApplianceCatalogue.APPLIANCE);
        List<ApplianceConfig.Tenant> tenants = tenants();
        List<ApplianceConfig.Session> sessions = sessions(tenants);
        return new ApplianceConfig(file.toAbsolutePath(), sessions, tenants,
                in.findPath(ApplianceCatalogue.STATE_DIRECTORY), new ManagementConfReader(in).read());
    }

    private List<ApplianceConfig.Tenant> tenants() {
        List<ApplianceConfig.Tenant> tenants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfValues each : in.objects(ApplianceCatalogue.TENANTS)) {
            each.refuseUnknown(ApplianceCatalogue.TENANT, "");
            Long children = each.find(ApplianceCatalogue.TENANT_CHILDREN);
            tenants.add(new ApplianceConfig.Tenant(name(each, ApplianceCatalogue.TENANT_NAME, names),
                    each.get(ApplianceCatalogue.TENANT_RATE), children == null ? null : (Integer) children.intValue(),
                    each.find(ApplianceCatalogue.TENANT_MEMORY)));
        }
        return tenants;
    }

    private List<ApplianceConfig.Session> sessions(List<ApplianceConfig.Tenant> tenants) {
        List<String> known = tenants.stream().map(ApplianceConfig.Tenant::name).toList();
        List<ApplianceConfig.Session> sessions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfValues each : in.objects(ApplianceCatalogue.SESSIONS)) {
            each.refuseUnknown(ApplianceCatalogue.SESSION, "");
            String tenant = each.find(ApplianceCatalogue.SESSION_TENANT);
            if (tenant != null && !known.contains(tenant)) {
                each.refuse(ApplianceCatalogue.SESSION_TENANT, known.isEmpty()
                        ? "one of appliance.tenants, which has none" : "one of appliance.tenants: "
                                + String.join(", ", known));
            }
            sessions.add(new ApplianceConfig.Session(name(each, ApplianceCatalogue.SESSION_NAME, names),
                    each.path(ApplianceCatalogue.SESSION_CONFIG), tenant));
        }
        return sessions;
    }

    private static String name(ConfValues in, KeyEntry<String> entry, Set<String> names) {
        String name = in.get(entry);
        if (!names.add(name)) {
            in.refuse(entry, "a name that no other has");
        }
        return name;
    }
}
