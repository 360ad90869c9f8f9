package io.trackmc.net.tree;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.tree.TreeDocument.Feed;
import io.trackmc.net.tree.TreeDocument.Heard;

/** Writes trees as JSON on one line; {@link TreeReader} reads it. */
public final class TreeText {

    /** Of the form of the JSON; another number means another form. */
    static final long VERSION = 1;

    private TreeText() {}

    /** The whole of it. */
    public static String write(TreeDocument tree) {
        return new JsonText().field("version", VERSION).field("at", tree.at())
                .objects("nodes", tree.nodes(), TreeText::heard)
                .objects("below", tree.below(), TreeText::feed)
                .objects("moves", tree.moves(), TreeText::event)
                .field("leftOut", tree.leftOut()).oneLine();
    }

    private static void heard(JsonText out, Heard heard) {
        TreeNode node = heard.node();
        TreeNode.Place place = node.place();
        TreeNode.Work work = node.work();
        out.field("group", node.group()).field("id", node.id()).field("name", node.name()).field("role", node.role())
                .field("depth", heard.depth()).field("ageMillis", heard.ageMs()).field("silent", heard.isSilent());
        out.field("region", place.region()).field("tenant", place.tenant()).field("parent", place.parent())
                .field("parentName", place.parentName()).field("before", place.before()).field("level", place.level())
                .field("run", place.session()).field("fault", place.fault());
        out.field("highestSequence", work.highest()).field("hasThrough", work.has())
                .field("receivers", work.receivers()).field("repairsSent", work.repairsSent())
                .field("repairsReceived", work.repairsReceived()).field("nacksReceived", work.nacksReceived())
                .field("nacksSent", work.nacksSent()).field("failovers", work.failovers());
        out.field("transportEpoch", node.epochs().transport())
                .field("transportRekey", node.epochs().transportNewest())
                .field("contentEpoch", node.epochs().content());
        out.objects("children", node.children(), TreeText::child).objects("events", node.events(), TreeText::event);
    }

    private static void child(JsonText out, TreeChild child) {
        out.field("id", child.id()).field("name", child.name()).field("repairHead", child.repairHead())
                .field("receivers", child.receivers()).field("behindPackets", child.behind())
                .field("lossPartsPerMillion", child.lossPartsPerMillion()).field("packetsAsked", child.asked())
                .field("repairsSent", child.repairs()).field("rttMicros", child.rttMicros())
                .field("since", child.since()).field("from", child.from()).field("slowest", child.slowest())
                .field("transportEpoch", child.transportEpoch()).field("contentEpoch", child.contentEpoch());
    }

    private static void event(JsonText out, TreeEvent event) {
        out.field("kind", event.kind().text()).field("at", event.at()).field("until", event.until())
                .field("count", event.count()).field("about", event.about()).field("detail", event.detail());
    }

    private static void feed(JsonText out, Feed feed) {
        out.field("url", feed.url()).field("ageMillis", feed.ageMs()).field("fault", feed.fault());
    }
}
