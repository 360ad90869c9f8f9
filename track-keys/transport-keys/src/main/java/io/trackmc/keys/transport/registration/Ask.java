package io.trackmc.keys.transport.registration;

/** What somebody with a certificate asks of an authority (docs/keys.md §4). Who asks is what the certificate says. */
public sealed interface Ask {

    /** Name of the group that it is about. */
    String group();

    /**
     * A member wants its keys.
     *
     * @param hpkeKey X25519 public key made for this question, to which a content authority seals its answer; empty for a transport
     *     controller
     */
    record Join(String group, Blob hpkeKey) implements Ask {}

    /** A member is going for good; its keys are of no use from the next rekey on. */
    record Leave(String group) implements Ask {}

    /** How things stand. */
    record Status(String group) implements Ask {}

    /**
     * The root of the tree wants all rekeys after a number, and from now on each as it is made.
     *
     * @param after number of the last rekey that it has; 0 none
     */
    record Feed(String group, long after) implements Ask {}

    /**
     * Somebody who may wants a member out, at once.
     *
     * @param node name of the member
     * @param reason for the log, 1 to 200 characters
     */
    record Expel(String group, String node, String reason) implements Ask {}

    /**
     * The root of the tree tells how far the group has come.
     *
     * @param installed lowest epoch that everybody in the tree has installed
     * @param active epoch under which the sender sends
     */
    record Progress(String group, long installed, long active) implements Ask {}
}
