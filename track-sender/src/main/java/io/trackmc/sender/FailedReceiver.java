package io.trackmc.sender;

/**
 * A receiver that was in the session, and will not confirm unless it comes back.
 *
 * @param id node id
 * @param name of the receiver, or its id in decimal
 * @param reason why
 */
public record FailedReceiver(int id, String name, Reason reason) {

    /** Why a receiver fails. */
    public enum Reason {
        /** Its parent heard nothing of it any more. */
        SILENT("fell silent"),
        /** It held the group back, and was sent away. */
        TOO_SLOW("too slow"),
        /** It left before it had confirmed. */
        LEFT("left");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    @Override
    public String toString() {
        return name + " (" + reason.text() + ")";
    }
}
