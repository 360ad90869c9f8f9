package io.trackmc.sim.drill;

import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.Locale;

/** What a step does to the nodes that it selects. */
public enum Verb {
    /** Ends the process at once; with {@code for} it is started again after that time. */
    KILL(Duration.OPTIONAL, Target.ANYBODY),
    /** Starts a process again; ends it first when it runs. */
    RESTART(Duration.NONE, Target.ANYBODY),
    /** The process stands still, as in a long garbage collection. */
    PAUSE(Duration.NEEDED, Target.NODES),
    /** The nodes hear nobody else, and nobody else hears them. */
    PARTITION(Duration.NEEDED, Target.NODES),
    /** A share of the datagrams that arrive is lost. */
    LOSE(Duration.NEEDED, Target.NODES),
    /** Datagrams arrive later. */
    DELAY(Duration.NEEDED, Target.NODES),
    /** The clock that tells the time of day is wrong. */
    CLOCK_SKEW(Duration.NEEDED, Target.ANYBODY),
    /** The application takes only so many messages a second. */
    SLOW(Duration.NEEDED, Target.NODES),
    /** Not there at the beginning: starts now. */
    JOIN(Duration.NONE, Target.NODES),
    /** Asked to go, as by SIGTERM; with {@code for} it is started again after that time. */
    DRAIN(Duration.OPTIONAL, Target.NODES),
    /** The authorities are asked to make new keys of their layer. */
    REKEY(Duration.NONE, Target.AUTHORITIES),
    /** The authorities are asked to expel a node. */
    EXPEL(Duration.NONE, Target.MEMBERS),
    /** Somebody has copied all keys of a repair head; after {@code for} the transport controller is told, and expels it. */
    COMPROMISE(Duration.NEEDED, Target.REPAIR_HEADS);

    /** Whom a step may hit. */
    enum Target {
        ANYBODY("a node or an authority") {
            @Override
            boolean allows(DrillTree tree, int node) {
                return true;
            }
        },
        NODES("a node") {
            @Override
            boolean allows(DrillTree tree, int node) {
                return !tree.isAuthority(node);
            }
        },
        AUTHORITIES("authorities, transport-controller or content-authority") {
            @Override
            boolean allows(DrillTree tree, int node) {
                return tree.isAuthority(node);
            }
        },
        MEMBERS("repair heads or receivers") {
            @Override
            boolean allows(DrillTree tree, int node) {
                return !tree.isAuthority(node) && node != Topology.SENDER;
            }
        },
        REPAIR_HEADS("repair heads") {
            @Override
            boolean allows(DrillTree tree, int node) {
                return MEMBERS.allows(tree, node) && tree.topology().place(node).role() == Place.Role.REPAIR_HEAD;
            }
        };

        private final String allowed;

        Target(String allowed) {
            this.allowed = allowed;
        }

        abstract boolean allows(DrillTree tree, int node);

        /** Whom it allows, for who has named somebody else. */
        String allowed() {
            return allowed;
        }
    }

    /** Whether a step says how long. */
    enum Duration {
        NONE,
        OPTIONAL,
        NEEDED
    }

    private final Duration duration;
    private final Target target;

    Verb(Duration duration, Target target) {
        this.duration = duration;
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** Whether it has to do with keys that change. */
    boolean isOfKeys() {
        return this == REKEY || this == EXPEL || this == COMPROMISE;
    }

    Duration duration() {
        return duration;
    }

    /** Its word in a drill file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
