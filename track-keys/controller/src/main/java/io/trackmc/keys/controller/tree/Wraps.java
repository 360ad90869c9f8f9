package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretTable;
import io.trackmc.keys.transport.key.TreeKeySchedule;
import io.trackmc.proto.protect.KeyLayer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The wraps of one rekey. A few are made at once; many wait, and are made in blocks by as many threads as the machine has cores: what is in each
 * follows from its two keys alone, so that the bytes are the same however they are shared out. Two thirds of the time of a large
 * rekey are spent here. Called by one thread, which takes part and waits for the others.
 */
final class Wraps {

    /** Wraps that are made at once, one after the other, before it is worth while to gather. */
    static final int AT_ONCE = 512;

    /** Wraps that wait at most. */
    static final int WAITING = 16_384;

    private static final int BLOCK = 512;

    private final KeyLayer layer;
    private final long gid;
    private final Wrapper own;
    private @Nullable Waiting waiting;
    private int made;

    Wraps(KeyLayer layer, long gid) {
        this.layer = layer;
        this.gid = gid;
        own = new Wrapper(layer, gid);
    }

    /** Writes a secret wrapped under a key, now or when {@link #finish} returns; both are the caller's again at once. */
    void add(KeyEncryptionKey under, Secret secret, SliceWriter out, int at) {
        if (made < AT_ONCE) {
            made++;
            own.wrap(under, secret, out.bytes(), at);
            return;
        }
        if (waiting == null) {
            waiting = new Waiting();
        }
        waiting.add(under, secret, out, at);
        if (waiting.count == WAITING) {
            waiting.make();
        }
    }

    /** Makes those that wait, and erases all keys that were held for them. */
    void finish() {
        if (waiting != null) {
            waiting.make();
            waiting = null;
        }
    }

    /** Erases what is left in scratch space. */
    void close() {
        own.close();
    }

    /** Wraps with scratch space of its own. */
    private static final class Wrapper {

        private final TreeKeySchedule schedule;
        private final KeyWrap wrap = new KeyWrap();
        private final KeyWrappingKey wrapping = new KeyWrappingKey();

        Wrapper(KeyLayer layer, long gid) {
            schedule = new TreeKeySchedule(layer, gid);
        }

        void wrap(KeyEncryptionKey under, Secret secret, byte[] out, int at) {
            schedule.wrappingKey(under, wrapping);
            wrap.wrap(wrapping, secret, out, at);
        }

        void close() {
            wrapping.destroy();
        }
    }

    private final class Waiting {

        private final SecretTable under = new SecretTable(WAITING);
        private final SecretTable secrets = new SecretTable(WAITING);
        private final SliceWriter[] outs = new SliceWriter[WAITING];
        private final int[] places = new int[WAITING];
        private int count;

        void add(KeyEncryptionKey key, Secret secret, SliceWriter out, int at) {
            under.put(count, key);
            secrets.put(count, secret);
            outs[count] = out;
            places[count] = at;
            count++;
        }

        void make() {
            IntStream.range(0, Math.ceilDiv(count, BLOCK)).parallel().forEach(this::makeBlock);
            under.destroy();
            secrets.destroy();
            count = 0;
        }

        private void makeBlock(int block) {
            Wrapper wrapper = new Wrapper(layer, gid);
            KeyEncryptionKey key = new KeyEncryptionKey();
            KeyEncryptionKey secret = new KeyEncryptionKey();
            for (int i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
                under.get(i, key);
                secrets.get(i, secret);
                wrapper.wrap(key, secret, outs[i].bytes(), places[i]);
            }
            key.destroy();
            secret.destroy();
            wrapper.close();
        }
    }
}
