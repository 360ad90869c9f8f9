package io.trackmc.keys.controller.log;

import java.util.List;
import java.util.random.RandomGenerator;

/** Entries for tests. */
final class Entries {

    static final String HASH = "0123456789abcdef".repeat(4);
    private static final String SIGNATURE = HASH + HASH;

    private Entries() {}

    static LogEntry left(long id) {
        return new LogEntry.Left(id);
    }

    /** One of any type. */
    static LogEntry any(RandomGenerator random) {
        long number = random.nextLong(1, 1L << 40);
        long id = random.nextLong(1, 1L << 32);
        String text = text(random);
        List<KeyEdge> edges = List.of(new KeyEdge("T:M/1/0/2@0", "T:M/1/1/0@" + number), new KeyEdge("C:a@1", "C:b@2"));
        return switch (random.nextInt(16)) {
            case 0 -> new LogEntry.AuthorityCreated("content", "00000000000000ff", text, text, "Y2Vy", "YW5j");
            case 1 -> new LogEntry.Token(number, HASH);
            case 2 -> new LogEntry.Epoch(number, "0a0b0c0d", random.nextBoolean());
            case 3 -> new LogEntry.MemberAdmitted(id, text, "receiver", text, HASH, HASH, List.of("T:M/1/0/2@0"));
            case 4 -> new LogEntry.Release(id, HASH, "hpke", List.of("C:epoch@1", "T:interior-secret@0"));
            case 5 -> new LogEntry.Rekey(number, number, "expulsion", List.of(id, 7L), HASH, edges, List.of());
            case 6 -> new LogEntry.Wraps(number, List.of(), edges);
            case 7 -> new LogEntry.Expelled(id, text);
            case 8 -> new LogEntry.Left(id);
            case 9 -> new LogEntry.CertificateIssued(text, "repair-head", HASH);
            case 10 -> new LogEntry.Revoked("abc", HASH, text);
            case 11 -> new LogEntry.Refused(text, text);
            case 12 -> new LogEntry.Head(number, HASH, SIGNATURE);
            case 13 -> new LogEntry.Countersigned(HASH, number, HASH, SIGNATURE);
            case 14 -> new LogEntry.Plan(number, HASH);
            default -> new LogEntry.Countersignature(HASH, number, HASH, SIGNATURE);
        };
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder("a");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append((char) random.nextInt(0xd800));
        }
        return text.toString();
    }
}
