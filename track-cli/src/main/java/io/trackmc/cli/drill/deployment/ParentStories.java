package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.drill.live.LiveMeasures;
import io.trackmc.cli.process.ParentLog;
import io.trackmc.net.tree.ParentEvent.Kind;
import java.util.List;
import java.util.Map;

/**
 * What became of children whose parents were hurt, and of nodes that were hurt themselves. A fault counts from its beginning; for a node that was itself held up or cut
 * off, from the end of that, as in the simulator. Whoever leaves a parent that nobody has hurt, without having been hurt, has left it needlessly.
 */
final class ParentStories {

    /** So long after a process was ended, or asked to go, it may be left because of that. */
    private static final long GONE_NS = 5_000_000_000L;

    private final long soonNs;
    private final long beginNs;
    private final Map<String, List<Hurt>> hurts;
    private final Map<String, ParentLog> logs;

    /**
     * Of one drill.
     *
     * @param detectionNs twice this is how long others may still act on a fault that is over
     * @param beginNs when the drill began
     * @param hurts by the names of nodes
     * @param logs what nodes say of their parents, by their names
     */
    ParentStories(long detectionNs, long beginNs, Map<String, List<Hurt>> hurts, Map<String, ParentLog> logs) {
        this.soonNs = 2 * detectionNs;
        this.beginNs = beginNs;
        this.hurts = hurts;
        this.logs = logs;
    }

    /** Tells all of them. */
    void tell(LiveMeasures measures) {
        hurts.forEach((parent, faults) -> faults.forEach(fault -> logs.forEach((child, log) -> {
            if (log.hadParent(parent, fault.nanoTime()) && !isHurtItself(child, fault)) {
                measures.fault(parent, fault.nanoTime(), fault.lastsNs(), Map.of(child, log));
            }
        })));
        hurts.forEach((node, faults) -> {
            ParentLog log = logs.get(node);
            if (log != null) {
                faults.stream().filter(fault -> fault.lastsNs() > 0).forEach(fault -> own(node, fault, log, measures));
            }
        });
    }

    /** One that was itself held up or cut off, and has lost its parent by that. */
    private void own(String node, Hurt fault, ParentLog log, LiveMeasures measures) {
        long endNs = fault.nanoTime() + fault.lastsNs();
        log.entries().stream().filter(entry -> entry.is(Kind.LOST) && entry.nanoTime() >= fault.nanoTime()
                && entry.nanoTime() < endNs + soonNs).findFirst()
                .ifPresent(lost -> measures.ownFault(node, lost.parent(), endNs, lost.nanoTime(), log));
    }

    private boolean isHurtItself(String child, Hurt fault) {
        return hurts.getOrDefault(child, List.of()).stream()
                .anyMatch(own -> own.lastsNs() > 0 && own.nanoTime() < fault.nanoTime() + fault.lastsNs() + soonNs
                        && fault.nanoTime() < own.nanoTime() + own.lastsNs() + soonNs);
    }

    /** Times that somebody left a parent that was there, undisturbed, and had a parent itself. */
    long needless() {
        long count = 0;
        for (Map.Entry<String, ParentLog> each : logs.entrySet()) {
            count += each.getValue().entries().stream().filter(entry -> entry.nanoTime() > beginNs
                    && entry.is(Kind.LOST) && !isExcused(each.getKey(), entry)).count();
        }
        return count;
    }

    private boolean isExcused(String child, ParentLog.Entry lost) {
        ParentLog above = logs.get(lost.parent());
        return isDisturbed(child, lost.nanoTime()) || isDisturbed(lost.parent(), lost.nanoTime()) || (above != null
                && above.after(lost.nanoTime() - soonNs, Kind.LOST, lost.nanoTime() + soonNs) >= 0);
    }

    private boolean isDisturbed(String node, long atNs) {
        return hurts.getOrDefault(node, List.of()).stream().anyMatch(fault -> fault.nanoTime() <= atNs
                && atNs <= fault.nanoTime() + (fault.lastsNs() == 0 ? GONE_NS : fault.lastsNs() + soonNs));
    }
}
