package io.trackmc.keys.controller.log;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes the fields of entries, in the order in which {@link EntryReader} wants them. */
final class EntryWriter {

    private final JsonGenerator out;

    EntryWriter(JsonGenerator out) {
        this.out = out;
    }

    void write(LogEntry entry) {
        text("type", EntryType.of(entry).text());
        switch (entry) {
            case LogEntry.AuthorityCreated e -> {
                text("layer", e.layer());
                text("gid", e.gid());
                text("group", e.group());
                text("operator", e.operator());
                text("certificate", e.certificate());
                text("anchor", e.anchor());
            }
            case LogEntry.Token e -> {
                number("edition", e.edition());
                text("sha256", e.sha256());
            }
            case LogEntry.Plan e -> {
                number("nodes", e.nodes());
                text("sha256", e.sha256());
            }
            case LogEntry.Epoch e -> {
                number("epoch", e.epoch());
                text("spi", e.spi());
                out.writeName("protected");
                out.writeBoolean(e.protectedContent());
            }
            case LogEntry.MemberAdmitted e -> {
                number("id", e.id());
                text("name", e.name());
                text("role", e.role());
                text("operator", e.operator());
                text("certificate", e.certificate());
                text("key", e.key());
                texts("leaves", e.leaves());
            }
            case LogEntry.Release e -> {
                number("to", e.to());
                text("certificate", e.certificate());
                text("how", e.how());
                texts("keys", e.keys());
            }
            case LogEntry.Rekey e -> {
                number("sequence", e.sequence());
                number("epoch", e.epoch());
                text("reason", e.reason());
                numbers("expelled", e.expelled());
                text("header", e.header());
                edges("wraps", e.wraps());
                edges("derives", e.derives());
            }
            case LogEntry.Wraps e -> {
                number("sequence", e.sequence());
                edges("wraps", e.wraps());
                edges("derives", e.derives());
            }
            case LogEntry.Convergence e -> {
                number("epoch", e.epoch());
                out.writeName("all");
                out.writeBoolean(e.all());
            }
            case LogEntry.Expelled e -> {
                number("id", e.id());
                text("reason", e.reason());
            }
            case LogEntry.Left e -> number("id", e.id());
            case LogEntry.CertificateIssued e -> {
                text("name", e.name());
                text("role", e.role());
                text("certificate", e.certificate());
            }
            case LogEntry.Revoked e -> {
                text("serial", e.serial());
                text("certificate", e.certificate());
                text("reason", e.reason());
            }
            case LogEntry.Refused e -> {
                text("who", e.who());
                text("reason", e.reason());
            }
            case LogEntry.Head e -> {
                number("size", e.size());
                text("root", e.root());
                text("signature", e.signature());
            }
            case LogEntry.Countersigned e -> signed(e.key(), e.size(), e.root(), e.signature());
            case LogEntry.Countersignature e -> signed(e.key(), e.size(), e.root(), e.signature());
        }
    }

    private void signed(String key, long size, String root, String signature) {
        text("key", key);
        number("size", size);
        text("root", root);
        text("signature", signature);
    }

    void text(String name, String value) {
        out.writeName(name);
        out.writeString(value);
    }

    void number(String name, long value) {
        out.writeName(name);
        out.writeNumber(value);
    }

    private void texts(String name, List<String> values) {
        out.writeName(name);
        out.writeStartArray();
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private void numbers(String name, List<Long> values) {
        out.writeName(name);
        out.writeStartArray();
        values.forEach(out::writeNumber);
        out.writeEndArray();
    }

    private void edges(String name, List<KeyEdge> edges) {
        out.writeName(name);
        out.writeStartArray();
        for (KeyEdge edge : edges) {
            out.writeStartArray();
            out.writeString(edge.from());
            out.writeString(edge.gives());
            out.writeEndArray();
        }
        out.writeEndArray();
    }
}
