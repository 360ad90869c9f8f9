package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.HashedLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;

/**
 * Has lines of a log parsed and hashed by all cores, a bounded number ahead of whoever takes them one after the other, in their order. Parsing and hashing
 * are most of what a check costs; what comes of it is told by one thread, the caller's.
 */
final class LinesAhead {

    /** Lines that one core takes at a time, or fewer with so many bytes. */
    private static final int PIECE = 512;
    private static final int PIECE_BYTES = 1 << 19;

    /** Pieces for each core that wait or are worked on. */
    private static final int PIECES_FOR_EACH_CORE = 4;

    private final Consumer<HashedLine> to;
    private final int most = PIECES_FOR_EACH_CORE * Runtime.getRuntime().availableProcessors();
    private final Deque<ForkJoinTask<List<HashedLine>>> pieces = new ArrayDeque<>();
    private List<byte[]> piece = new ArrayList<>(PIECE);
    private int bytes;

    /** @param to takes each line, on the thread that adds them */
    LinesAhead(Consumer<HashedLine> to) {
        this.to = to;
    }

    /** Adds a line without its line feed; always true. */
    boolean add(byte[] line) {
        piece.add(line);
        bytes += line.length;
        if (piece.size() == PIECE || bytes >= PIECE_BYTES) {
            begin();
            if (pieces.size() > most) {
                take();
            }
        }
        return true;
    }

    /** There are no more: returns when all were taken. */
    void end() {
        begin();
        while (!pieces.isEmpty()) {
            take();
        }
    }

    private void begin() {
        List<byte[]> lines = piece;
        piece = new ArrayList<>(PIECE);
        bytes = 0;
        pieces.add(ForkJoinPool.commonPool().submit(() -> HashedLine.of(lines)));
    }

    private void take() {
        pieces.remove().join().forEach(to);
    }
}
