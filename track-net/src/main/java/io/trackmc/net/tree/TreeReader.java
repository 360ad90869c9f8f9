package io.trackmc.net.tree;

import io.trackmc.net.tree.TreeDocument.Feed;
import io.trackmc.net.tree.TreeDocument.Heard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what {@link TreeText} writes, and believes nothing of it: fields that are missing, of another type or out of range refuse the whole. */
public final class TreeReader {

    private static final int LONGEST_NAME = 256;
    private static final int MOST_EVENTS = EventLog.MOST;
    private static final int MOST_FEEDS = 4_096;
    private static final long MOST_NODE_ID = 0xffff_ffffL;
    private static final Map<String, TreeEvent.Kind> KINDS = Arrays.stream(TreeEvent.Kind.values())
            .collect(Collectors.toMap(TreeEvent.Kind::text, Function.identity()));

    private final int mostNodes;
    private int nodes;

    private TreeReader(int mostNodes) {
        this.mostNodes = mostNodes;
    }

    /**
     * A tree.
     *
     * @param mostNodes nodes that it may tell of, children counted
     * @throws TreeFormatException when it is none, or a larger one
     */
    public static TreeDocument read(String text, int mostNodes) throws TreeFormatException {
        return new TreeReader(mostNodes).document(fields(JsonReader.read(text)));
    }

    private TreeDocument document(Map<?, ?> in) throws TreeFormatException {
        if (number(in, "version", 0, Long.MAX_VALUE) != TreeText.VERSION) {
            throw new TreeFormatException("version: another form of tree");
        }
        return new TreeDocument(count(in, "at"), each(in, "nodes", mostNodes, this::heard),
                each(in, "below", MOST_FEEDS, TreeReader::feed), each(in, "moves", MOST_EVENTS, TreeReader::event),
                count(in, "leftOut"));
    }

    private Heard heard(Map<?, ?> in) throws TreeFormatException {
        take();
        TreeNode.Place place = new TreeNode.Place(number(in, "region", -1, MOST_NODE_ID), text(in, "tenant"),
                id(in, "parent"), text(in, "parentName"), text(in, "before"), count(in, "level"), text(in, "run"),
                text(in, "fault"));
        TreeNode.Work work = new TreeNode.Work(count(in, "highestSequence"), count(in, "hasThrough"),
                count(in, "receivers"), count(in, "repairsSent"), count(in, "repairsReceived"),
                count(in, "nacksReceived"), count(in, "nacksSent"), count(in, "failovers"));
        TreeNode.Epochs epochs = new TreeNode.Epochs(count(in, "transportEpoch"), count(in, "transportRekey"),
                count(in, "contentEpoch"));
        TreeNode node = new TreeNode(text(in, "group"), id(in, "id"), text(in, "name"), text(in, "role"), place, work,
                epochs, each(in, "children", mostNodes, this::child),
                each(in, "events", MOST_EVENTS, TreeReader::event));
        return new Heard(node, (int) number(in, "depth", 0, Integer.MAX_VALUE - 1), count(in, "ageMillis"));
    }

    private TreeChild child(Map<?, ?> in) throws TreeFormatException {
        take();
        return new TreeChild(id(in, "id"), text(in, "name"), flag(in, "repairHead"), count(in, "receivers"),
                count(in, "behindPackets"), number(in, "lossPartsPerMillion", 0, 1_000_000),
                count(in, "packetsAsked"), count(in, "repairsSent"), count(in, "rttMicros"), count(in, "since"),
                text(in, "from"), text(in, "slowest"), count(in, "transportEpoch"), count(in, "contentEpoch"));
    }

    private static TreeEvent event(Map<?, ?> in) throws TreeFormatException {
        TreeEvent.Kind kind = KINDS.get(text(in, "kind"));
        if (kind == null) {
            throw new TreeFormatException("kind: no event that is known");
        }
        return new TreeEvent(kind, count(in, "at"), count(in, "until"), count(in, "count"), longText(in, "about"),
                text(in, "detail"));
    }

    private static Feed feed(Map<?, ?> in) throws TreeFormatException {
        return new Feed(text(in, "url"), number(in, "ageMillis", -1, Long.MAX_VALUE), text(in, "fault"));
    }

    private void take() throws TreeFormatException {
        nodes++;
        if (nodes > mostNodes) {
            throw TreeFormatException.tooLarge("more than " + mostNodes + " nodes");
        }
    }

    /** Makes something of an object. */
    private interface Maker<T> {

        T make(Map<?, ?> in) throws TreeFormatException;
    }

    private static <T> List<T> each(Map<?, ?> in, String key, int most, Maker<T> maker) throws TreeFormatException {
        if (!(in.get(key) instanceof List<?> list) || list.size() > most) {
            throw new TreeFormatException(key + ": no list, or too long");
        }
        List<T> result = new ArrayList<>(list.size());
        for (Object item : list) {
            result.add(maker.make(fields(item)));
        }
        return result;
    }

    private static Map<?, ?> fields(@Nullable Object value) throws TreeFormatException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new TreeFormatException("no object where one belongs");
    }

    private static long id(Map<?, ?> in, String key) throws TreeFormatException {
        return number(in, key, 0, MOST_NODE_ID);
    }

    private static long count(Map<?, ?> in, String key) throws TreeFormatException {
        return number(in, key, 0, Long.MAX_VALUE);
    }

    private static long number(Map<?, ?> in, String key, long least, long most) throws TreeFormatException {
        if (in.get(key) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw new TreeFormatException(key + ": no number from " + least + " to " + most);
    }

    private static boolean flag(Map<?, ?> in, String key) throws TreeFormatException {
        if (in.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw new TreeFormatException(key + ": neither true nor false");
    }

    private static String text(Map<?, ?> in, String key) throws TreeFormatException {
        String text = longText(in, key);
        if (text.length() > LONGEST_NAME) {
            throw new TreeFormatException(key + ": too long");
        }
        return text;
    }

    private static String longText(Map<?, ?> in, String key) throws TreeFormatException {
        if (in.get(key) instanceof String text) {
            return text;
        }
        throw new TreeFormatException(key + ": no text");
    }
}
