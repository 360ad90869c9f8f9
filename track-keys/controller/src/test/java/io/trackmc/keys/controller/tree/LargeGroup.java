package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.store.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Measures the key trees of a large group: sender, repair heads under it, as many under each of those, receivers under these; each receiver has the two
 * next regions as backups.
 *
 * <p>From the root of the repository: {@code track-keys/controller/src/test/bench/large-group.sh [fan-out]}; 100 gives 1,000,000 receivers.
 */
final class LargeGroup {

    private static final int SENDER = 1;
    private static final long GID = 1;

    private final int fanOut;
    private final int leafRegions;

    LargeGroup(int fanOut) {
        this.fanOut = fanOut;
        leafRegions = fanOut * fanOut;
    }

    public static void main(String[] args) {
        int fanOut = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        LargeGroup group = new LargeGroup(fanOut);
        System.out.printf("%,d receivers in %,d regions under %,d repair heads%n", fanOut * group.leafRegions,
                group.leafRegions, fanOut);
        group.measureContent();
        group.measureTransport();
    }

    int receivers() {
        return leafRegions * fanOut;
    }

    /** Node id of a receiver. */
    int receiver(int number) {
        return 1 << 24 | number;
    }

    ContentTree content(SecureRandom random) {
        ContentTree tree = ContentTree.create(GID, RekeySigner.generate(random), random);
        tree.join(SENDER, 0);
        for (int i = 0; i < fanOut; i++) {
            tree.addRegion(1 + i, 0);
        }
        for (int i = 0; i < leafRegions; i++) {
            tree.addRegion(leafRegion(i), 1 + i / fanOut);
        }
        for (int i = 0; i < receivers(); i++) {
            tree.join(receiver(i), leafRegion(i / fanOut));
            if (tree.isFull()) {
                tree.settle();
            }
        }
        tree.settle();
        return tree;
    }

    TransportTree transport(SecureRandom random) {
        TransportTree tree = TransportTree.create(GID, RekeySigner.generate(random), random);
        tree.joinHead(SENDER, 0, 0);
        for (int i = 0; i < fanOut; i++) {
            tree.joinHead(10 + i, 1 + i, 0, 0);
        }
        for (int i = 0; i < leafRegions; i++) {
            tree.joinHead(1 << 20 | i, leafRegion(i), 1 + i / fanOut, 1 + i / fanOut, 0);
        }
        for (int i = 0; i < receivers(); i++) {
            int region = i / fanOut;
            tree.join(receiver(i), leafRegion(region), backup(region, 1), backup(region, 2));
            if (tree.isFull()) {
                tree.settle();
            }
        }
        tree.settle();
        return tree;
    }

    /** Bytes of header content, signature and chunk contents. */
    static long bytes(Rekey rekey) {
        return rekey.header().length - 32L + rekey.contentBytes();
    }

    /** Bytes of the slices that a receiver needs. */
    long bytesAt(Rekey rekey, int number) {
        int region = number / fanOut;
        return rekey.header().length - 32L + rekey.sliceBytes(0) + rekey.sliceBytes(1 + region / fanOut)
                + rekey.sliceBytes(leafRegion(region));
    }

    private void measureContent() {
        long before = heap();
        ContentTree tree = content(new SecureRandom());
        System.out.printf("content tree: %,d MB%n", (heap() - before) >> 20);
        one("content", i -> {
            tree.expel(receiver(receivers() - 1 - 37 * i));
            return tree.rekey(TestTerms.terms(), null);
        });
        state(tree);
        batch("content", tree::leave, () -> tree.rekey(TestTerms.terms(), null), tree::contains);
    }

    private void measureTransport() {
        long before = heap();
        TransportTree tree = transport(new SecureRandom());
        System.out.printf("transport tree: %,d MB%n", (heap() - before) >> 20);
        one("transport", i -> {
            tree.expel(receiver(receivers() - 1 - 37 * i));
            return tree.rekey(TestTerms.terms(), null);
        });
        state(tree);
        batch("transport", tree::leave, () -> tree.rekey(TestTerms.terms(), null), tree::contains);
    }

    /** What an authority of that size writes now and then, and reads when it starts. */
    private static void state(AuthorityTree tree) {
        try {
            Path directory = Files.createTempDirectory("large-group");
            StoreFiles store = new StoreFiles(directory.resolve("store.p12"), directory.resolve("store.password"));
            Path file = directory.resolve(AuthorityStateFile.NAME);
            AuthorityStateFile state = new AuthorityStateFile(file, store.create(new SecureRandom()));
            long start = System.nanoTime();
            state.write(tree);
            long written = System.nanoTime();
            AuthorityTree read = tree instanceof TransportTree
                    ? state.openTransport(new SecureRandom(), System.err::println)
                    : state.openContent(new SecureRandom(), System.err::println);
            System.out.printf("state of %,d members: %,d MB, written in %,d ms, read in %,d ms%n", read.size(),
                    Files.size(file) >> 20, (written - start) / 1_000_000, (System.nanoTime() - written) / 1_000_000);
            read.close();
            state.close();
            for (Path made : List.of(file, store.keyStore(), store.password(), directory)) {
                Files.delete(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void one(String layer, IntFunction<Rekey> expel) {
        int runs = 400;
        long[] nanos = new long[runs];
        long[] sizes = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = cpu();
            Rekey rekey = expel.apply(i);
            nanos[i] = cpu() - start;
            sizes[i] = bytes(rekey);
        }
        long[] last = Arrays.copyOfRange(nanos, runs / 2, runs);
        Arrays.sort(last);
        Arrays.sort(sizes);
        System.out.printf("%s: one expulsion %,d us (median), %,d us (99 %%); %,d bytes (median), %,d (most)%n", layer,
                last[last.length / 2] / 1000, last[last.length * 99 / 100] / 1000, sizes[runs / 2], sizes[runs - 1]);
    }

    private void batch(String layer, IntConsumer leave, Supplier<Rekey> rekey,
            IntPredicate contains) {
        Random random = new Random(2);
        for (int run = 0; run < 5; run++) {
            long start = cpu();
            long wall = System.nanoTime();
            for (int left = 0; left < receivers() / 100;) {
                int id = receiver(random.nextInt(receivers()));
                if (contains.test(id)) {
                    leave.accept(id);
                    left++;
                }
            }
            Rekey made = rekey.get();
            long millis = (cpu() - start) / 1_000_000;
            long wallMillis = (System.nanoTime() - wall) / 1_000_000;
            long most = 0;
            for (int i = 0; i < receivers(); i += fanOut) {
                most = Math.max(most, bytesAt(made, i));
            }
            System.out.printf(
                    "%s: 1 %% batch %,d ms, %,d ms of this thread, %,d chunks, %,d bytes in all, at most %,d at a receiver%n",
                    layer, wallMillis, millis, made.chunkCount(), made.contentBytes(), most);
        }
    }

    private int leafRegion(int number) {
        return 1000 + number;
    }

    /** The regions after this one under the same repair head, in a ring. */
    private int backup(int region, int step) {
        int family = region / fanOut * fanOut;
        return leafRegion(family + (region - family + step) % fanOut);
    }

    /** Of this thread, because others use the machine too. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
