package io.trackmc.proto.wire;

import com.typesafe.config.Config;
import io.trackmc.proto.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One datagram of the golden vectors: accepted, with all its fields, or dropped, with the reason. */
record GoldenDatagram(String name, Config vector) {

    /** Datagram size of the group that the vectors were made for. */
    static final int MAX_DATAGRAM_BYTES = Golden.read("malformed").getInt("maxDatagramBytes");

    static List<GoldenDatagram> accepted(MessageType type) {
        return in(type.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    static List<GoldenDatagram> accepted() {
        List<GoldenDatagram> all = new ArrayList<>();
        for (MessageType type : MessageType.values()) {
            all.addAll(accepted(type));
        }
        return all;
    }

    static List<GoldenDatagram> malformed() {
        return in("malformed");
    }

    static Stream<byte[]> allBytes() {
        return Stream.concat(accepted().stream(), malformed().stream()).map(GoldenDatagram::bytes);
    }

    private static List<GoldenDatagram> in(String file) {
        return Golden.read(file).getConfigList("vectors").stream()
                .map(vector -> new GoldenDatagram(file + ": " + vector.getString("name"), vector))
                .toList();
    }

    /** A new array each time. */
    byte[] bytes() {
        return Golden.bytes(vector, "hex");
    }

    @Override
    public String toString() {
        return name;
    }
}
