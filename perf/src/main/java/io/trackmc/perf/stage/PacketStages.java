package io.trackmc.perf.stage;

import io.trackmc.proto.engine.Invariants;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.ODataHeader;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What cryptography and headers cost for one packet of data. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"})
public class PacketStages {

    /** Bytes of content in the packet. */
    @Param({"200", "1296"})
    public int content;

    private final Nodes nodes = new Nodes();
    private final HopSealer hop = nodes.senderHops.dataSealer();
    private final HopSealer region = nodes.senderHops.regionSealer();
    private final HopVerifier verifier = nodes.receiverHops.dataVerifier(Nodes.SENDER, Nodes.RUN);
    private final ContentSealer sealer = nodes.keys.sealer(Nodes.SENDER, Nodes.RUN);
    private final ContentOpener opener = nodes.keys.opener();
    private final byte[] inner = new byte[2048];
    private final byte[] sealed = new byte[2048];
    private final byte[] datagram = new byte[2048];
    private final byte[] sealedDatagram = new byte[2048];
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final byte[] found = new byte[HopKeys.DIGEST_LENGTH];
    private final byte[] opened = new byte[2048];
    private long sequence;
    private int innerLength;

    @Setup
    public void prepare() {
        writeInnerHeader(inner);
        innerLength = sealer.seal(inner, 0, content);
        System.arraycopy(inner, 0, sealed, 0, innerLength);
        nodes.senderHops.digest(sealed, 0, innerLength, digest, 0);
        int outer = ODataHeader.write(sealedDatagram, 0, 1, 2);
        System.arraycopy(sealed, 0, sealedDatagram, outer, innerLength);
        hop.seal(sealedDatagram, 0, outer, innerLength, digest, 0);
        Invariants.check(verify() == null && open() == content, "what was sealed here opens here");
    }

    /** Writes the headers. */
    @Benchmark
    public int writeHeaders() {
        writeInnerHeader(inner);
        return ODataHeader.write(datagram, 0, sequence, 2);
    }

    /** Encrypts a content, once for all receivers. */
    @Benchmark
    public int sealContent() {
        writeInnerHeader(inner);
        return sealer.seal(inner, 0, content);
    }

    /** Hashes an INNER, once wherever it is made or comes. */
    @Benchmark
    public void digestInner() {
        nodes.senderHops.digest(sealed, 0, innerLength, found, 0);
    }

    /** Authenticates an original: INNER is copied behind its OUTER, and the digest is known. */
    @Benchmark
    public int authenticateOriginal() {
        int outer = ODataHeader.write(datagram, 0, 1, 2);
        System.arraycopy(sealed, 0, datagram, outer, innerLength);
        return hop.seal(datagram, 0, outer, innerLength, digest, 0);
    }

    /** Authenticates a repair anew, as each parent does with what it keeps, without copying it. */
    @Benchmark
    public int reauthenticate() {
        return region.seal(datagram, 0, ODataHeader.LENGTH, innerLength, digest, 0);
    }

    /** Checks a packet that came: hashes INNER, and compares the ICV. */
    @Benchmark
    public @Nullable DropReason verify() {
        return verifier.verify(sealedDatagram, 0, ODataHeader.LENGTH, innerLength, found, 0);
    }

    /** Opens a content. */
    @Benchmark
    public int open() {
        return opener.open(Nodes.RUN, sealed, 0, innerLength, opened, 0);
    }

    private void writeInnerHeader(byte[] to) {
        InnerHeader.write(to, 0, sealer.suite(), InnerHeader.STREAM_DATA, InnerHeader.TYPE_MESSAGES,
                sealer.contentSpi(), Nodes.SENDER, Nodes.RUN.high(), ++sequence, content);
    }
}
