package io.trackmc.keys.controller.log;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * That a log of {@code newSize} lines begins with the {@code oldSize} lines of an earlier head (RFC 6962 §2.1.2): at most twice as many
 * hashes as the tree has levels.
 *
 * @param hashes in the order of the RFC
 */
public record ConsistencyProof(List<byte[]> hashes) {

    /** Leaves {@code [from, to)} of a tree. */
    private record Range(long from, long to) {}

    /** Takes lines one after the other and keeps the hashes of those subtrees that the proof needs. */
    public static final class Builder {

        private final List<Range> ranges = new ArrayList<>();
        private final List<MerkleFrontier> subtrees = new ArrayList<>();
        private long line;

        /**
         * For two sizes.
         *
         * @param oldSize from 1
         * @param newSize at least as large
         */
        public Builder(long oldSize, long newSize) {
            Check.require(oldSize > 0 && oldSize <= newSize, "1 to " + newSize);
            subproof(oldSize, 0, newSize, true);
            ranges.forEach(_ -> subtrees.add(new MerkleFrontier()));
        }

        /** Adds the next line. */
        public void addLine(byte[] bytes, int length) {
            for (int i = 0; i < ranges.size(); i++) {
                Range range = ranges.get(i);
                if (line >= range.from() && line < range.to()) {
                    subtrees.get(i).addLine(bytes, length);
                }
            }
            line++;
        }

        /** The proof, when all {@code newSize} lines were added. */
        public ConsistencyProof build() {
            return new ConsistencyProof(subtrees.stream().map(MerkleFrontier::root).toList());
        }

        /** SUBPROOF of the RFC over leaves {@code [from, to)}, of which the first {@code old} were there. */
        private void subproof(long old, long from, long to, boolean whole) {
            if (old == to - from) {
                if (!whole) {
                    ranges.add(new Range(from, to));
                }
                return;
            }
            long split = from + Long.highestOneBit(to - from - 1);
            if (old <= split - from) {
                subproof(old, from, split, whole);
                ranges.add(new Range(split, to));
            } else {
                subproof(old - (split - from), split, to, false);
                ranges.add(new Range(from, split));
            }
        }
    }

    /** Whether it shows that the tree with the new root begins with the one with the old root. */
    public boolean holds(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot) {
        if (oldSize <= 0 || oldSize > newSize) {
            return false;
        }
        if (oldSize == newSize) {
            return hashes.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
        }
        Iterator<byte[]> rest = hashes.iterator();
        long node = oldSize - 1;
        long last = newSize - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        if (node != 0 && !rest.hasNext()) {
            return false;
        }
        Merkle merkle = new Merkle();
        byte[] old = node == 0 ? oldRoot : rest.next();
        byte[] now = old;
        while (last != 0) {
            if ((node & 1) == 1 || node != last) {
                if (!rest.hasNext()) {
                    return false;
                }
                byte[] hash = rest.next();
                if ((node & 1) == 1) {
                    old = merkle.inner(hash, old);
                    now = merkle.inner(hash, now);
                } else {
                    now = merkle.inner(now, hash);
                }
            }
            node >>>= 1;
            last >>>= 1;
        }
        return !rest.hasNext() && MessageDigest.isEqual(old, oldRoot) && MessageDigest.isEqual(now, newRoot);
    }
}
