package io.trackmc.sim.scenario;

import java.util.Locale;

/** Kinds of worlds that the swarm draws. */
public enum Scenario {
    /** Delays only. */
    CALM,
    /** Loss up to 30 %, bursts, reordering, duplication, damage, replays. */
    LOSSY,
    /** Lossy, and nodes that pause, are cut off or clogged, each for less than it takes to be given up. */
    DISTURBED,
    /** Lossy, with an attacker without keys. */
    ATTACKED,
    /** Lossy, and repair heads and receivers that crash and restart, and are cut off or paused for long. */
    HARSH,
    /** Lossy, and repair heads that leave the tree in order, and come back. */
    LEAVING,
    /** Disturbed or harsh, with what a source may decide for its session: timely or not, what late receivers get, and congestion control. */
    MODES,
    /** Lossy, disturbed or harsh, or with repair heads that leave, while both layers' keys change all the time and some nodes are expelled. */
    REKEYING,
    /** Lossy, with rekeys that nobody must use for long but the epoch before is forgotten soon, and repair heads that crash while the others go on. */
    CHANGEOVER;

    /** Name on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isDisturbed() {
        return this == DISTURBED || this == HARSH || this == MODES || changesKeys();
    }

    /** Whether rekeys come while data flows. */
    boolean changesKeys() {
        return this == REKEYING || this == CHANGEOVER;
    }
}
