package io.trackmc.keys.controller.policy;

import java.util.List;

/**
 * A customer whose regions are kept apart from others': nobody else holds their RegionSecrets.
 *
 * @param name of the tenant
 * @param regions ids
 */
public record Tenant(String name, List<Integer> regions) {

    /** Keeps the list. */
    public Tenant {
        regions = List.copyOf(regions);
    }
}
