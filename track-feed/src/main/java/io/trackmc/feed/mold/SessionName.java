package io.trackmc.feed.mold;

import java.nio.charset.StandardCharsets;

/**
 * Name of a feed's session, the same on all its lines: one to ten printable ASCII characters.
 *
 * @param text without the spaces that fill it up in frames
 */
public record SessionName(String text) {

    /** Most characters. */
    public static final int MAX_LENGTH = MoldLayout.SESSION_BYTES;

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException when it cannot be one
     */
    public SessionName {
        boolean printable = text.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !printable) {
            throw new IllegalArgumentException("'" + text + "' is not a session (allowed: 1 to " + MAX_LENGTH
                    + " printable ASCII characters without spaces)");
        }
    }

    void write(byte[] bytes, int offset) {
        for (int i = 0; i < MAX_LENGTH; i++) {
            bytes[offset + i] = (byte) (i < text.length() ? text.charAt(i) : ' ');
        }
    }

    /** Whether these bytes of a frame are this name. */
    boolean isAt(byte[] bytes, int offset) {
        for (int i = 0; i < MAX_LENGTH; i++) {
            if (bytes[offset + i] != (i < text.length() ? text.charAt(i) : ' ')) {
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes are some name. */
    static boolean isName(byte[] bytes, int offset) {
        int used = used(bytes, offset);
        for (int i = 0; i < used; i++) {
            if (bytes[offset + i] <= ' ' || bytes[offset + i] >= 0x7F) {
                return false;
            }
        }
        return used > 0;
    }

    static SessionName read(byte[] bytes, int offset) {
        return new SessionName(new String(bytes, offset, used(bytes, offset), StandardCharsets.US_ASCII));
    }

    private static int used(byte[] bytes, int offset) {
        int used = MAX_LENGTH;
        while (used > 0 && bytes[offset + used - 1] == ' ') {
            used--;
        }
        return used;
    }
}
