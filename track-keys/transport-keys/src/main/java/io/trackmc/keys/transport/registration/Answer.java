package io.trackmc.keys.transport.registration;

/** What an authority answers (docs/keys.md §4). */
public sealed interface Answer {

    /**
     * The keys of a member.
     *
     * @param bundle of a transport controller: the bytes of a transport bundle; of a content authority: those of a content bundle, sealed
     */
    record Joined(Blob bundle) implements Answer {}

    /** It was done. */
    record Done() implements Answer {}

    /**
     * It was not done.
     *
     * @param reason one of a few, for programs
     * @param detail one sentence, for people
     */
    record Refused(RefusalReason reason, String detail) implements Answer {}

    /**
     * How things stand.
     *
     * @param members that have keys
     * @param rekeys number of the last rekey; 0 none
     * @param epoch newest epoch
     * @param converged newest epoch that everybody in the tree had, as far as the authority knows; 0 when it does not
     * @param requests questions answered since the authority started
     */
    record Standing(int members, long rekeys, long epoch, long converged, long requests) implements Answer {}

    /**
     * One INNER of a rekey, as it is to travel.
     *
     * @param inner its bytes
     */
    record RekeyInner(Blob inner) implements Answer {}
}
