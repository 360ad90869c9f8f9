package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.rekey.RekeyEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Receivers that are expelled and for whom there is no place in the header: they are named to those alone who may have been their parents, in the slices
 * of their regions.
 */
final class RegionalExpulsions {

    private final Map<Integer, List<Integer>> byRegion = new TreeMap<>(Integer::compareUnsigned);
    private long names;

    /** A member may have been a child in these regions. */
    void expel(int member, Set<Integer> regions) {
        for (int region : regions) {
            byRegion.computeIfAbsent(region, _ -> new ArrayList<>(1)).add(member);
        }
        names += regions.size();
    }

    /** Bytes of their entries at most. */
    long bytes() {
        return names * RekeyEntries.expelledLength(1);
    }

    /** Writes the entries. Trees have been renewed, and are still touched. A region in which nobody is left needs none. */
    void write(LayerTree trees, RekeyBuild build) {
        byRegion.forEach((id, members) -> {
            RegionKeys region = trees.hasRegion(id) ? trees.region(id) : null;
            if (region != null && !region.members.isEmpty()) {
                SliceWriter out = build.slice(region);
                List<Integer> sorted = members.stream().sorted(Integer::compareUnsigned).toList();
                for (int from = 0; from < sorted.size(); from += RekeyEntries.MAX_EXPELLED) {
                    out.expelled(sorted.subList(from, Math.min(sorted.size(), from + RekeyEntries.MAX_EXPELLED)));
                }
                RegionSecrets.announce(region, build);
            }
        });
    }

    /** They are written. */
    void settle() {
        byRegion.clear();
        names = 0;
    }
}
