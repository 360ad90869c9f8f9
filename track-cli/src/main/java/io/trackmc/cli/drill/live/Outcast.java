package io.trackmc.cli.drill.live;

import io.trackmc.cli.expulsion.GivenKeys;
import io.trackmc.cli.expulsion.Operator;
import io.trackmc.cli.expulsion.RekeyReader;
import io.trackmc.cli.expulsion.Witness;
import io.trackmc.cli.proof.ExpelledProof;
import io.trackmc.cli.proof.Follower;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.node.KeySource;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A receiver that is expelled in the course of a live drill: what it was given, and what it could read of what was sent before and after. */
final class Outcast {

    private final NodeConfig config;
    private final GivenKeys given = new GivenKeys(KeySource.authority(() -> {}));
    private final Witness witness;
    private volatile long askedNs;

    /** Asks the authorities for its keys, as it does itself. */
    Outcast(NodeConfig config, long seed) {
        this.config = config;
        this.witness = new Witness(seed);
        var _ = given.transportKeys(config, System.err::println);
        var _ = given.contentKeys(config, () -> {}, System.err::println);
    }

    Witness witness() {
        return witness;
    }

    /** Has it expelled; it knows by then all epochs that rekeys have brought so far. */
    void expel(Operator operator, RekeyReader rekeys) throws IOException {
        Set<Integer> known = Follower.content(given.content(), all(rekeys, KeyLayer.CONTENT)).stream()
                .map(ContentEpoch::spi).collect(Collectors.toSet());
        operator.expel(config.self().name(), () -> {
            askedNs = System.nanoTime();
            witness.expelling(askedNs, known);
        });
    }

    /** What came of it. */
    Map<String, @Nullable Object> report(RekeyReader rekeys, Incarnation session) throws IOException {
        ExpelledProof proof = ExpelledProof.of(given.transport(), given.content(), all(rekeys, KeyLayer.TRANSPORT),
                all(rekeys, KeyLayer.CONTENT), session);
        List<byte[]> later = witness.later();
        boolean shown = !witness.readable().isEmpty() && witness.readable().stream().allMatch(proof::opens);
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("node", config.self().name());
        report.put("askedNanos", askedNs);
        report.put("expelMillis", witness.millis());
        report.put("packetsTried", later.stream().filter(inner -> !proof.opens(inner)).count());
        report.put("packetsRead", shown ? later.stream().filter(proof::opens).count() : null);
        return report;
    }

    private static List<byte[]> all(RekeyReader rekeys, KeyLayer layer) throws IOException {
        return rekeys.read(layer, rekeys.count(layer));
    }
}
