package io.trackmc.keys.controller.policy;

/**
 * When keys change and how. Milliseconds.
 *
 * @param everyMillis a scheduled rekey after this time; 0 never
 * @param afterEvents a rekey after so many joins and leaves; 1 each one
 * @param notBeforeMillis earliest changeover, after the rekey was issued
 * @param hardMillis changeover at the latest, though somebody may lack the keys
 * @param overlapMillis how long the transport epoch before is accepted after the changeover
 * @param backwardSecrecy whether a newcomer must not read what was sent before it joined
 */
public record RekeyPolicy(long everyMillis, int afterEvents, long notBeforeMillis, long hardMillis, long overlapMillis,
        boolean backwardSecrecy) {

    /** Once a day, after 64 events, changeover when all have the keys but after 10 s at the latest, 2 s of overlap. */
    public static final RekeyPolicy DEFAULT = new RekeyPolicy(86_400_000, 64, 0, 10_000, 2_000, false);
}
