package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.trackmc.proto.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The codecs against the golden vectors, which a second implementation made from the tables of the wire format. */
class GoldenVectorTest {

    static List<GoldenDatagram> accepted() {
        return GoldenDatagram.accepted();
    }

    static List<GoldenDatagram> malformed() {
        return GoldenDatagram.malformed();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveVectorsForEveryType(MessageType type) {
        assertThat(GoldenDatagram.accepted(type)).isNotEmpty().allSatisfy(vector -> assertThat(
                OuterHeader.typeCode(vector.bytes(), 0))
                .isEqualTo(type.code()));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldAcceptShapeAndBody(GoldenDatagram vector) {
        byte[] b = vector.bytes();

        assertThat(PacketShape.check(b, 0, b.length, GoldenDatagram.MAX_DATAGRAM_BYTES)).isNull();
        assertThat(Messages.isAccepted(b, 0, b.length)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldReadCommonHeader(GoldenDatagram vector) {
        byte[] b = vector.bytes();
        Config outer = vector.vector().getConfig("outer");

        assertThat(OuterHeader.version(b, 0)).isEqualTo(OuterHeader.VERSION);
        assertThat(OuterHeader.flags(b, 0)).isEqualTo(outer.getInt("flags"));
        assertThat(OuterHeader.classCode(b, 0)).isEqualTo(outer.getInt("class"));
        assertThat(OuterHeader.directionCode(b, 0)).isEqualTo(outer.getInt("direction"));
        assertThat(OuterHeader.reserved(b, 0)).isZero();
        assertThat(OuterHeader.spi(b, 0)).isEqualTo(BodyFields.u32(outer, "spi"));
        assertThat(OuterHeader.origin(b, 0)).isEqualTo(BodyFields.u32(outer, "origin"));
        assertThat(OuterHeader.incarnation(b, 0)).isEqualTo(BodyFields.u64(outer, "incarnation"));
        assertThat(OuterHeader.counter(b, 0)).isEqualTo(BodyFields.u64(outer, "counter"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldReadAllFieldsOfBody(GoldenDatagram vector) {
        byte[] b = vector.bytes();
        MessageType type = MessageType.of(OuterHeader.typeCode(b, 0));

        assertThat(BodyFields.read(type, b, 0)).isEqualTo(BodyFields.expected(vector.vector().getConfig("body")));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldReadFlags(GoldenDatagram vector) {
        byte[] b = vector.bytes();
        Message message = Messages.of(MessageType.of(OuterHeader.typeCode(b, 0)));
        if (message != null) {
            message.parse(b, 0);
            assertThat(BodyFields.flags(message)).isEqualTo(OuterHeader.flags(b, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldReadInner(GoldenDatagram vector) {
        byte[] b = vector.bytes();
        int innerLength = PacketShape.innerLength(b, 0, b.length);
        assertThat(innerLength != 0).isEqualTo(vector.vector().hasPath("inner"));
        if (innerLength != 0) {
            assertInner(vector.vector().getConfig("inner"), b, PacketShape.innerOffset(b, 0), innerLength);
        }
    }

    private static void assertInner(Config inner, byte[] b, int at, int length) {
        byte[] content = Golden.bytes(inner, "content");
        assertThat(InnerHeader.version(b, at)).isEqualTo(InnerHeader.VERSION);
        assertThat(InnerHeader.suite(b, at)).isEqualTo(inner.getInt("suite"));
        assertThat(InnerHeader.stream(b, at)).isEqualTo(inner.getInt("stream"));
        assertThat(InnerHeader.type(b, at)).isEqualTo(inner.getInt("type"));
        assertThat(InnerHeader.contentSpi(b, at)).isEqualTo(BodyFields.u32(inner, "contentSpi"));
        assertThat(InnerHeader.source(b, at)).isEqualTo(BodyFields.u32(inner, "source"));
        assertThat(InnerHeader.incarnation(b, at)).isEqualTo(BodyFields.u64(inner, "incarnation"));
        assertThat(InnerHeader.sequence(b, at)).isEqualTo(BodyFields.u64(inner, "sequence"));
        assertThat(InnerHeader.contentLength(b, at)).isEqualTo(content.length);
        assertThat(InnerHeader.authType(b, at)).isEqualTo(inner.getInt("authType"));
        assertThat(InnerHeader.authLengthBytes(b, at)).isEqualTo(4 * inner.getInt("authLength"));
        assertThat(InnerHeader.totalLength(b, at)).isEqualTo(length);
        int contentOffset = at + InnerHeader.LENGTH;
        assertThat(Arrays.copyOfRange(b, contentOffset, contentOffset + content.length)).isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void shouldWriteTheSameBytes(GoldenDatagram vector) {
        byte[] written = new byte[vector.bytes().length];
        // Whatever was in the buffer before must not matter.
        Arrays.fill(written, (byte) 0x5A);

        int length = write(vector.vector(), OuterHeader.typeCode(vector.bytes(), 0), written);

        assertThat(length).isEqualTo(written.length);
        assertThat(written).isEqualTo(vector.bytes());
    }

    private static int write(Config vector, int typeCode, byte[] b) {
        Config outer = vector.getConfig("outer");
        MessageType type = MessageType.of(typeCode);
        int at = BodyFields.write(type, outer.getInt("flags"), vector.getConfig("body"), b, 0);
        OuterHeader.writeSecurity(
                b,
                0,
                outer.getInt("class"),
                outer.getInt("direction"),
                BodyFields.u32(outer, "spi"),
                BodyFields.u32(outer, "origin"),
                BodyFields.u64(outer, "incarnation"),
                BodyFields.u64(outer, "counter"));
        if (vector.hasPath("inner")) {
            at = writeInner(vector.getConfig("inner"), b, at);
        }
        return append(b, at, Golden.bytes(vector, "icv"));
    }

    private static int writeInner(Config inner, byte[] b, int off) {
        byte[] content = Golden.bytes(inner, "content");
        InnerHeader.write(
                b,
                off,
                inner.getInt("suite"),
                inner.getInt("stream"),
                inner.getInt("type"),
                BodyFields.u32(inner, "contentSpi"),
                BodyFields.u32(inner, "source"),
                BodyFields.u64(inner, "incarnation"),
                BodyFields.u64(inner, "sequence"),
                content.length);
        if (inner.getInt("authType") != 0) {
            // Nobody writes authenticators yet.
            b[off + InnerHeader.AUTH_TYPE_OFFSET] = (byte) inner.getInt("authType");
            b[off + InnerHeader.AUTH_LENGTH_OFFSET] = (byte) inner.getInt("authLength");
        }
        int at = append(b, off + InnerHeader.LENGTH, content);
        at = append(b, at, Golden.bytes(inner, "tag"));
        return append(b, at, Golden.bytes(inner, "authenticator"));
    }

    private static int append(byte[] b, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, b, at, bytes.length);
        return at + bytes.length;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldDropForTheReasonGiven(GoldenDatagram vector) {
        byte[] b = vector.bytes();
        PacketShape.Fault found = PacketShape.check(b, 0, b.length, GoldenDatagram.MAX_DATAGRAM_BYTES);

        if (vector.vector().getString("foundIn").equals("shape")) {
            assertThat(found).isEqualTo(PacketShape.Fault.valueOf(vector.vector().getString("fault")));
        } else {
            assertThat(found).isNull();
            assertThat(Messages.isAccepted(b, 0, b.length)).isFalse();
        }
    }

    @Test
    void shouldHaveVectorsForEveryFault() {
        assertThat(GoldenDatagram.malformed().stream()
                .filter(vector -> vector.vector().getString("foundIn").equals("shape"))
                .map(vector -> PacketShape.Fault.valueOf(vector.vector().getString("fault"))))
                .contains(PacketShape.Fault.values());
    }

    @Test
    void shouldHaveMalformedBodiesForEveryMessageWithRules() {
        assertThat(GoldenDatagram.malformed().stream()
                .filter(vector -> vector.vector().getString("foundIn").equals("body"))
                .map(vector -> MessageType.of(OuterHeader.typeCode(vector.bytes(), 0))))
                .contains(Arrays.stream(MessageType.values())
                        .filter(type -> Objects.nonNull(Messages.of(type)))
                        .toArray(MessageType[]::new));
    }
}
