package io.trackmc.repairhead;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What all sessions of an appliance have done since it started, by their names; those that are gone too, the oldest of many together. Any thread. */
final class SessionTotals {

    /** Name of those that are gone and were too many to be told apart. */
    static final String OTHERS = "(others)";

    /** Most sessions that are gone and still have a name here. */
    static final int MAX_GONE = 256;

    private final Map<String, Totals> byName = new LinkedHashMap<>();

    /** That of a session, which goes on where one of the same name was before. */
    synchronized Totals of(String name) {
        Totals known = byName.remove(name);
        Totals totals = known == null ? new Totals() : known;
        byName.put(name, totals); // the newest last
        return totals;
    }

    /** Those are served now; of the others the newest keep their names. */
    synchronized void keep(Set<String> served) {
        long gone = byName.keySet().stream().filter(name -> !served.contains(name) && !name.equals(OTHERS)).count();
        Iterator<Map.Entry<String, Totals>> each = byName.entrySet().iterator();
        Totals others = byName.get(OTHERS);
        Totals sum = others == null ? new Totals() : others;
        boolean isNew = others == null && gone > MAX_GONE;
        while (gone > MAX_GONE) {
            Map.Entry<String, Totals> entry = each.next();
            if (!served.contains(entry.getKey()) && !entry.getKey().equals(OTHERS)) {
                sum.add(entry.getValue());
                each.remove();
                gone--;
            }
        }
        if (isNew) {
            byName.put(OTHERS, sum);
        }
    }

    /** As they are now. */
    synchronized Map<String, Totals.Sum> all() {
        Map<String, Totals.Sum> sums = new LinkedHashMap<>();
        byName.forEach((name, totals) -> sums.put(name, totals.sum(null)));
        return sums;
    }
}
