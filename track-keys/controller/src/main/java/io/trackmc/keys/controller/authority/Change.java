package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ChangeRandom;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.transport.key.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of an authority's keys: who came and went, the seed of all that is random in it, and the rekey that was made of it, if there was
 * one. With the state before, this is the whole of it.
 *
 * @param number of the change, from 1
 * @param seed {@link ChangeRandom#SEED_LENGTH} bytes; secret
 * @param rekey null for members who came without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Change(long number, byte[] seed, List<Place> joined, List<Integer> compromised, List<Integer> expelled,
        List<Integer> left, @Nullable MadeRekey rekey) {

    /**
     * A rekey that was made.
     *
     * @param headerHash SHA-256 of its header, by which it is known to be the same when it is made again
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record MadeRekey(RekeyTerms terms, byte[] headerHash) {}

    /** Brings those who came and went into the tree, in the one order that a tree takes. */
    void apply(AuthorityTree tree) {
        joined.forEach(tree::admit);
        compromised.forEach(tree::compromise);
        expelled.forEach(tree::expel);
        left.forEach(tree::leave);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(number);
            out.write(seed);
            out.writeInt(joined.size());
            for (Place place : joined) {
                write(out, place);
            }
            write(out, compromised);
            write(out, expelled);
            write(out, left);
            out.writeBoolean(rekey != null);
            if (rekey != null) {
                write(out, rekey);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one.
     *
     * @param left bytes that there are of it, which bound every count
     * @throws IOException when it is not one
     */
    static Change decode(DataInputStream in, int left) throws IOException {
        long number = in.readLong();
        byte[] seed = in.readNBytes(ChangeRandom.SEED_LENGTH);
        List<Place> joined = new ArrayList<>();
        for (int i = count(in, left); i > 0; i--) {
            joined.add(new Place(in.readInt(), in.readBoolean(), in.readInt(), ids(in, left)));
        }
        return new Change(number, seed, joined, ids(in, left), ids(in, left), ids(in, left),
                in.readBoolean() ? made(in) : null);
    }

    void eraseSeed() {
        Arrays.fill(seed, (byte) 0);
    }

    private static void write(DataOutputStream out, Place place) throws IOException {
        out.writeInt(place.member());
        out.writeBoolean(place.heads());
        out.writeInt(place.region());
        write(out, place.parents());
    }

    private static void write(DataOutputStream out, List<Integer> ids) throws IOException {
        out.writeInt(ids.size());
        for (int id : ids) {
            out.writeInt(id);
        }
    }

    private static void write(DataOutputStream out, MadeRekey rekey) throws IOException {
        RekeyTerms terms = rekey.terms;
        out.writeByte(terms.reason().code());
        out.writeLong(terms.issuedAt().toEpochMilli());
        out.writeInt(terms.notBeforeMs());
        out.writeInt(terms.hardMs());
        out.writeInt(terms.overlapMs());
        out.writeLong(terms.expireAt().toEpochMilli());
        out.write(terms.tokenHash());
        out.write(rekey.headerHash);
    }

    private static MadeRekey made(DataInputStream in) throws IOException {
        int code = in.readByte();
        RekeyReason reason = Arrays.stream(RekeyReason.values()).filter(r -> r.code() == code).findFirst()
                .orElseThrow(() -> new IOException("a reason of a rekey: " + code));
        RekeyTerms terms = new RekeyTerms(reason, Instant.ofEpochMilli(in.readLong()), in.readInt(), in.readInt(),
                in.readInt(), Instant.ofEpochMilli(in.readLong()), in.readNBytes(Sha256.LENGTH));
        return new MadeRekey(terms, in.readNBytes(Sha256.LENGTH));
    }

    private static List<Integer> ids(DataInputStream in, int left) throws IOException {
        List<Integer> ids = new ArrayList<>();
        for (int i = count(in, left); i > 0; i--) {
            ids.add(in.readInt());
        }
        return ids;
    }

    private static int count(DataInputStream in, int left) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > left / Integer.BYTES) {
            throw new IOException("a count of " + count);
        }
        return count;
    }
}
