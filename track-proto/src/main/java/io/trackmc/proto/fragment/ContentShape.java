package io.trackmc.proto.fragment;

/** What the content of one packet is to its neighbours: which messages reach into it and out of it. Bits, to be kept for many contents. */
public final class ContentShape {

    /** Judged. */
    public static final int KNOWN = 1;

    /** Begins with a part of a message that began before. */
    public static final int CONTINUES = 2;

    /** Ends within a message that goes on behind it. */
    public static final int GOES_ON = 4;

    /** All of it is one part of one message, which begins before and ends behind. */
    public static final int INSIDE = 8;

    /** Not made of whole frames. */
    public static final int BROKEN = 16;

    private ContentShape() {}

    /** Judges a content by itself. */
    public static int of(byte[] content, int off, int len) {
        int end = off + len;
        int all = 0;
        int last = 0;
        boolean continues = false;
        for (int at = off; at < end; at += Frame.size(content, at)) {
            if (Frame.isPadding(content, at, end, last)) {
                break;
            }
            if (!Frame.isWellFormed(content, at, end)) {
                return KNOWN | BROKEN;
            }
            last = Frame.flags(content, at);
            continues |= at == off && (last & Frame.BEGIN) == 0;
            all |= last;
        }
        return KNOWN
                | (continues ? CONTINUES : 0)
                | ((last & Frame.END) == 0 ? GOES_ON : 0)
                | (all == 0 ? INSIDE : 0);
    }
}
