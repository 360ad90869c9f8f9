package io.trackmc.keys.payload;

import io.trackmc.keys.transport.bundle.BundleFile;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.RekeySection;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.StrictObject;
import java.util.List;

/** Codec of {@link ContentBundle} files. Stateless. */
public final class ContentBundleFile extends BundleFile<ContentBundle> {

    /** Value of the field "format". */
    public static final String FORMAT = "track-content-bundle-1";

    /** A codec. */
    public ContentBundleFile() {
        super(FORMAT);
    }

    @Override
    protected void write(ContentBundle bundle, JsonText out) {
        out.object("group", o -> o.field("id", hex(bundle.gid(), 16)).field("name", bundle.groupName()));
        out.field("activeEpoch", bundle.activeEpoch());
        out.objects("epochs", bundle.epochs(), (o, epoch) -> o.field("epoch", epoch.epoch())
                .field("contentSpi", hex(Integer.toUnsignedLong(epoch.spi()), 8))
                .field("groupDataKey", text(epoch.key())));
        out.objects("sources", bundle.sources(), (o, id) -> o.field("id", Integer.toUnsignedLong(id)));
        RekeySection.write(out, "rekey", bundle.rekey());
    }

    @Override
    protected ContentBundle read(StrictObject in) {
        StrictObject group = in.object("group");
        long gid = group.hex("id", 16);
        String groupName = group.string("name", Member.NAME, Member.NAME_ALLOWED);
        group.end();
        return new ContentBundle(gid, groupName, in.integer("activeEpoch", 1, Long.MAX_VALUE),
                in.objects("epochs").stream().map(o -> readEpoch(gid, o)).toList(), readSources(in),
                RekeySection.read(in, "rekey"));
    }

    private static ContentEpoch readEpoch(long gid, StrictObject in) {
        long epoch = in.integer("epoch", 1, Long.MAX_VALUE);
        int spi = (int) in.hex("contentSpi", 8);
        if (spi == 0) {
            throw in.wrong("contentSpi", "\"00000000\"", "any but 0");
        }
        ContentEpoch result = ContentEpoch.of(gid, epoch, spi, secret(in, "groupDataKey", GroupDataKey::of));
        in.end();
        return result;
    }

    private static List<Integer> readSources(StrictObject in) {
        return in.objects("sources").stream().map(o -> {
            int id = o.nodeId("id");
            o.end();
            return id;
        }).toList();
    }
}
