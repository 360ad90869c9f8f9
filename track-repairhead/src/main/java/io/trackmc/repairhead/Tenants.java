package io.trackmc.repairhead;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of an appliance by their names. One that the configuration does not name any more stays for as long as a session of it drains: were it named again
 * meanwhile and made anew, it could send twice what it may. Not thread-safe.
 */
final class Tenants {

    private final Map<String, Tenant> all = new LinkedHashMap<>();

    /** Gives each its caps; says in {@code changes} which have changed. */
    void set(Map<String, Caps> wanted, List<String> changes) {
        wanted.forEach((name, caps) -> {
            Tenant tenant = all.get(name);
            if (tenant == null) {
                all.put(name, new Tenant(name, caps));
            } else if (!tenant.caps().equals(caps)) {
                changes.add("tenant " + name + ": " + tenant.caps().text() + " -> " + caps.text());
                tenant.caps(caps);
            }
        });
    }

    /** That of a name; null for none. */
    @Nullable
    Tenant find(@Nullable String name) {
        return name == null ? null : all.get(name);
    }

    /** Forgets those that are not named and have no session that is still ending. */
    void keep(Set<String> named, Collection<HostedSession> ending) {
        Set<Tenant> used = ending.stream().filter(session -> !session.ended().isDone()).map(HostedSession::tenant)
                .filter(Objects::nonNull).collect(Collectors.toSet());
        all.values().removeIf(tenant -> !named.contains(tenant.name()) && !used.contains(tenant));
    }

    /** Those that there are. */
    Collection<Tenant> all() {
        return List.copyOf(all.values());
    }
}
