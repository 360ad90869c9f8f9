package io.trackmc.keys.controller.log;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types of entries by the names that they have in the file. */
enum EntryType {
    AUTHORITY_CREATED("authority-created"),
    TOKEN("token"),
    PLAN("plan"),
    EPOCH("epoch"),
    MEMBER_ADMITTED("member-admitted"),
    RELEASE("release"),
    REKEY("rekey"),
    WRAPS("wraps"),
    CONVERGENCE("convergence"),
    EXPELLED("expelled"),
    LEFT("left"),
    CERTIFICATE_ISSUED("certificate-issued"),
    REVOKED("revoked"),
    REFUSED("refused"),
    HEAD("head"),
    COUNTERSIGNED("countersigned"),
    COUNTERSIGNATURE("countersignature");

    private static final Map<String, EntryType> BY_TEXT = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(EntryType::text, Function.identity()));

    private final String text;

    EntryType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static @Nullable EntryType of(String text) {
        return BY_TEXT.get(text);
    }

    static EntryType of(LogEntry entry) {
        return switch (entry) {
            case LogEntry.AuthorityCreated _ -> AUTHORITY_CREATED;
            case LogEntry.Token _ -> TOKEN;
            case LogEntry.Plan _ -> PLAN;
            case LogEntry.Epoch _ -> EPOCH;
            case LogEntry.MemberAdmitted _ -> MEMBER_ADMITTED;
            case LogEntry.Release _ -> RELEASE;
            case LogEntry.Rekey _ -> REKEY;
            case LogEntry.Wraps _ -> WRAPS;
            case LogEntry.Convergence _ -> CONVERGENCE;
            case LogEntry.Expelled _ -> EXPELLED;
            case LogEntry.Left _ -> LEFT;
            case LogEntry.CertificateIssued _ -> CERTIFICATE_ISSUED;
            case LogEntry.Revoked _ -> REVOKED;
            case LogEntry.Refused _ -> REFUSED;
            case LogEntry.Head _ -> HEAD;
            case LogEntry.Countersigned _ -> COUNTERSIGNED;
            case LogEntry.Countersignature _ -> COUNTERSIGNATURE;
        };
    }
}
