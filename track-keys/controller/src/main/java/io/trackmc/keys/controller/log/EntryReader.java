package io.trackmc.keys.controller.log;

/** Reads the fields of entries, each in its place and no other. */
final class EntryReader {

    private EntryReader() {}

    static LogEntry read(FieldReader in) {
        EntryType type = EntryType.of(in.text("type"));
        if (type == null) {
            throw new IllegalArgumentException("unknown type");
        }
        return switch (type) {
            case AUTHORITY_CREATED -> new LogEntry.AuthorityCreated(in.text("layer"), in.text("gid"), in.text("group"),
                    in.text("operator"), in.text("certificate"), in.text("anchor"));
            case TOKEN -> new LogEntry.Token(in.number("edition"), in.text("sha256"));
            case PLAN -> new LogEntry.Plan(in.number("nodes"), in.text("sha256"));
            case EPOCH -> new LogEntry.Epoch(in.number("epoch"), in.text("spi"), in.flag("protected"));
            case MEMBER_ADMITTED -> new LogEntry.MemberAdmitted(in.number("id"), in.text("name"), in.text("role"),
                    in.text("operator"), in.text("certificate"), in.text("key"), in.texts("leaves"));
            case RELEASE -> new LogEntry.Release(in.number("to"), in.text("certificate"), in.text("how"),
                    in.texts("keys"));
            case REKEY -> new LogEntry.Rekey(in.number("sequence"), in.number("epoch"), in.text("reason"),
                    in.numbers("expelled"), in.text("header"), in.edges("wraps"), in.edges("derives"));
            case WRAPS -> new LogEntry.Wraps(in.number("sequence"), in.edges("wraps"), in.edges("derives"));
            case CONVERGENCE -> new LogEntry.Convergence(in.number("epoch"), in.flag("all"));
            case EXPELLED -> new LogEntry.Expelled(in.number("id"), in.text("reason"));
            case LEFT -> new LogEntry.Left(in.number("id"));
            case CERTIFICATE_ISSUED -> new LogEntry.CertificateIssued(in.text("name"), in.text("role"),
                    in.text("certificate"));
            case REVOKED -> new LogEntry.Revoked(in.text("serial"), in.text("certificate"), in.text("reason"));
            case REFUSED -> new LogEntry.Refused(in.text("who"), in.text("reason"));
            case HEAD -> new LogEntry.Head(in.number("size"), in.text("root"), in.text("signature"));
            case COUNTERSIGNED -> new LogEntry.Countersigned(in.text("key"), in.number("size"), in.text("root"),
                    in.text("signature"));
            case COUNTERSIGNATURE -> new LogEntry.Countersignature(in.text("key"), in.number("size"), in.text("root"),
                    in.text("signature"));
        };
    }
}
