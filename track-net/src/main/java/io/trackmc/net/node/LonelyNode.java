package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.proto.event.DropReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a node finds nobody although packets arrive, and says what to compare: nodes of different deployments or of
 * different datagram sizes drop each other's packets without a word. Says it once. One thread.
 */
public final class LonelyNode {

    /** Between two looks. */
    public static final long PATIENCE_NS = 5_000_000_000L;

    /** A few drops mean nothing. */
    static final long MEANINGFUL = 10;

    private static final List<DropReason> OF_STRANGERS = List.of(DropReason.UNKNOWN_SPI, DropReason.BAD_ICV,
            DropReason.WRONG_KEY_CLASS, DropReason.UNKNOWN_CONTENT_SPI);

    /** Neighbours of this group cause them as well, that are neither parent nor child, or were started again. */
    private static final List<DropReason> OF_ANYBODY = List.of(DropReason.WRONG_INCARNATION,
            DropReason.UNKNOWN_ORIGIN);

    private final NodeConfig config;
    private long sinceNs;
    private boolean told;

    /** @param nowNs when the node began */
    public LonelyNode(NodeConfig config, long nowNs) {
        this.config = config;
        this.sinceNs = nowNs;
    }

    /**
     * Looks, if it is time to.
     *
     * @param alone whether it has neither parent nor child now
     * @param drops asked for only when it is time
     * @return a sentence for the operator, or null
     */
    public @Nullable String look(long nowNs, boolean alone, Supplier<Map<String, Long>> drops) {
        if (told || nowNs - sinceNs < PATIENCE_NS) {
            return null;
        }
        sinceNs = nowNs;
        String sentence = explain(alone, drops.get());
        told = sentence != null;
        return sentence;
    }

    private @Nullable String explain(boolean alone, Map<String, Long> drops) {
        long tooLong = drops.getOrDefault(name(DropReason.TOO_LONG), 0L);
        if (tooLong >= MEANINGFUL) {
            return "packets arrive that are longer than this node takes (" + name(DropReason.TOO_LONG) + " " + tooLong
                    + "): compare net.datagram-bytes, here " + config.protocol().datagramBytes()
                    + ", with the other nodes";
        }
        long ofStrangers = OF_STRANGERS.stream().mapToLong(reason -> drops.getOrDefault(name(reason), 0L)).sum();
        if (!alone || ofStrangers < MEANINGFUL) {
            return null;
        }
        String counts = Stream.concat(OF_STRANGERS.stream(), OF_ANYBODY.stream())
                .filter(reason -> drops.containsKey(name(reason)))
                .map(reason -> name(reason) + " " + drops.get(name(reason))).collect(Collectors.joining(", "));
        return "nobody is found, but packets arrive that are none of this group's (" + counts
                + "): another deployment on "
                + config.data().getAddress().getHostAddress() + " port " + config.data().getPort()
                + "? Compare group.address and group.port, and use files of one 'keys init' for all nodes";
    }

    private static String name(DropReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
