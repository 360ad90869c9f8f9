package io.trackmc.proto.sender;

import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Tells everybody at once whom a rekey expels: its header goes on the data channel too, four times within a quarter of a second. Those below an
 * expelled repair head have nobody else who is sure to tell them, and should be under another parent before the epoch changes.
 */
final class ExpulsionNotices {

    /** Headers that are told at a time; more push the oldest out that has been told at least once: it is in the tree as well. */
    static final int MAX_HEADERS = 4;
    /** Headers that wait to be told for the first time. No member keeps more rekeys, so that who missed the oldest has to get its keys anew anyhow. */
    static final int MAX_UNTOLD = KeyUpdates.KEPT_REKEYS;

    private static final long[] PAUSES_NS = {10_000_000L, 40_000_000L, 200_000_000L};

    private final HopKeys keys;
    private final Channel data;
    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private long dueNs = Deadlines.NONE;

    ExpulsionNotices(HopKeys keys, Channel data) {
        this.keys = keys;
        this.data = data;
    }

    /** An INNER of an authority has been taken in. */
    void onRekey(long nowNs, byte[] inner) {
        if (InnerHeader.stream(inner, 0) == InnerHeader.STREAM_TRANSPORT_REKEY
                && RekeyPart.part(inner, 0) == RekeyPart.HEADER_PART
                && RekeyHeader.expelledCount(inner, InnerHeader.LENGTH) > 0) {
            notices.add(new Notice(inner, keys, nowNs));
            if (notices.size() > MAX_UNTOLD) {
                notices.removeFirst();
            }
            pushOut();
            look();
        }
    }

    long deadlineNs() {
        return dueNs;
    }

    /** Whether a header has not been told yet: under the next epoch those whom it is for could not understand it. */
    boolean isUntold() {
        for (Notice notice : notices) {
            if (notice.sent == 0) {
                return true;
            }
        }
        return false;
    }

    /** Writes the next header that is due. */
    boolean poll(long nowNs, Transmit out) {
        if (!Deadlines.isDue(dueNs, nowNs)) {
            return false;
        }
        Iterator<Notice> each = notices.iterator();
        while (each.hasNext()) {
            Notice notice = each.next();
            if (Deadlines.isDue(notice.dueNs, nowNs)) {
                data.writeRekey(notice.inner, notice.digest, out);
                if (notice.sent == PAUSES_NS.length) {
                    each.remove();
                } else {
                    notice.dueNs = Deadlines.after(nowNs, PAUSES_NS[notice.sent++]);
                }
                pushOut();
                look();
                return true;
            }
        }
        return false;
    }

    /** Those that have been told once give way first. */
    private void pushOut() {
        Iterator<Notice> oldest = notices.iterator();
        while (notices.size() > MAX_HEADERS && oldest.hasNext()) {
            if (oldest.next().sent > 0) {
                oldest.remove();
            }
        }
    }

    private void look() {
        dueNs = Deadlines.NONE;
        for (Notice notice : notices) {
            dueNs = Deadlines.earlier(dueNs, notice.dueNs);
        }
    }

    /** Where headers go. */
    @FunctionalInterface
    interface Channel {

        /** Writes one INNER of an authority to all. */
        void writeRekey(byte[] inner, byte[] digest, Transmit out);
    }

    /** One header, and when it goes next. */
    private static final class Notice {

        private final byte[] inner;
        private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        private long dueNs;
        private int sent;

        Notice(byte[] from, HopKeys keys, long nowNs) {
            inner = from.clone();
            keys.digest(inner, 0, inner.length, digest, 0);
            dueNs = nowNs;
        }
    }
}
