package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.PacketShape.Fault;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PacketShapeTest {

    private static final int LARGE = 65_507;

    /** Class and direction, as in the table of §5 of the wire format: 0 multicast, 1 up, 2 down. */
    private static final Map<MessageType, Set<String>> KEYS = new EnumMap<>(Map.ofEntries(
            Map.entry(MessageType.ODATA, Set.of("1 0")),
            Map.entry(MessageType.RDATA, Set.of("1 0", "2 0", "3 0", "5 2")),
            Map.entry(MessageType.NULL_DATA, Set.of("1 0")),
            Map.entry(MessageType.HEARTBEAT, Set.of("2 0", "3 0", "4 2", "5 2")),
            Map.entry(MessageType.TRACK, Set.of("4 1", "5 1")),
            Map.entry(MessageType.NACK, Set.of("4 1", "5 1")),
            Map.entry(MessageType.NACK_SUPPRESS, Set.of("2 0", "3 0")),
            Map.entry(MessageType.BIND_REQUEST, Set.of("4 1", "5 1")),
            Map.entry(MessageType.BIND_CONFIRM, Set.of("4 2", "5 2")),
            Map.entry(MessageType.BIND_REJECT, Set.of("4 2", "5 2")),
            Map.entry(MessageType.BIND_PENDING, Set.of("4 2", "5 2")),
            Map.entry(MessageType.UNBIND_REQUEST, Set.of("4 1", "5 1")),
            Map.entry(MessageType.UNBIND_CONFIRM, Set.of("4 2", "5 2")),
            Map.entry(MessageType.EJECT_REQUEST, Set.of("2 0", "3 0", "4 2", "5 2")),
            Map.entry(MessageType.EJECT_CONFIRM, Set.of("4 1", "5 1")),
            Map.entry(MessageType.ADVERTISE, Set.of("1 0")),
            Map.entry(MessageType.QUERY, Set.of("1 0")),
            Map.entry(MessageType.REKEY, Set.of("1 0", "2 0", "3 0", "4 2", "5 2", "6 2")),
            Map.entry(MessageType.REKEY_REQUEST, Set.of("4 1", "5 1", "6 1"))));

    @ParameterizedTest
    @EnumSource
    void shouldAllowExactlyTheKeysOfTheTable(MessageType type) {
        byte[] b = GoldenDatagram.accepted(type).getFirst().bytes();
        Set<String> allowed = new TreeSet<>();
        for (int key = 0; key < 256; key++) {
            b[OuterHeader.CLASS_OFFSET] = (byte) key;
            Fault fault = PacketShape.check(b, 0, b.length, LARGE);
            assertThat(fault).isIn(null, Fault.WRONG_KEY_CLASS);
            if (fault == null) {
                allowed.add((key >> 4) + " " + (key & 0xF));
            }
        }
        assertThat(allowed).isEqualTo(KEYS.get(type));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindEachTypeByItsCode(MessageType type) {
        assertThat(type.code()).isEqualTo(type.ordinal() + 1);
        assertThat(MessageType.of(type.code())).isEqualTo(type);
    }

    @Test
    void shouldKnowNoOtherTypes() {
        for (int code = -1; code < 300; code++) {
            assertThat(MessageType.of(code) != null).isEqualTo(code >= 1 && code <= 19);
        }
    }

    @Test
    void shouldAcceptUpToTheDatagramSizeOfTheGroup() {
        byte[] b = GoldenDatagram.accepted(MessageType.ODATA).getFirst().bytes();

        assertThat(PacketShape.check(b, 0, b.length, b.length)).isNull();
        assertThat(PacketShape.check(b, 0, b.length, b.length - 1)).isEqualTo(Fault.TOO_LONG);
    }

    @Test
    void shouldLeaveEmptyContentToWhoeverReadsIt() {
        byte[] b = new byte[ODataHeader.LENGTH + InnerHeader.LENGTH + PacketShape.ICV_LENGTH];
        int inner = ODataHeader.write(b, 0, 0, 0);
        OuterHeader.writeSecurity(b, 0, 1, 0, 1, 2, 3, 4);
        InnerHeader.write(b, inner, InnerHeader.SUITE_NONE, 0, InnerHeader.TYPE_MESSAGES, 0, 2, 3, 1, 0);

        assertThat(PacketShape.check(b, 0, b.length, LARGE)).isNull();
    }

    @ParameterizedTest
    @MethodSource("io.trackmc.proto.wire.GoldenDatagram#accepted()")
    void shouldTellWhereInnerLies(GoldenDatagram vector) {
        byte[] b = vector.bytes();

        int inner = PacketShape.innerOffset(b, 0);
        int length = PacketShape.innerLength(b, 0, b.length);

        assertThat(inner).isEqualTo(OuterHeader.outerLength(b, 0));
        assertThat(inner + length + PacketShape.ICV_LENGTH).isEqualTo(b.length);
    }
}
