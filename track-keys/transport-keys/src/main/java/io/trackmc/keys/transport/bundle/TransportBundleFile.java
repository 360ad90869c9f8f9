package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Codec of {@link TransportBundle} files. Stateless. */
public final class TransportBundleFile extends BundleFile<TransportBundle> {

    /** Value of the field "format". */
    public static final String FORMAT = "track-transport-bundle-1";

    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /** A codec. */
    public TransportBundleFile() {
        super(FORMAT);
    }

    @Override
    protected void write(TransportBundle bundle, JsonText out) {
        out.object("group", o -> o.field("id", hex(bundle.gid(), 16)).field("name", bundle.groupName()));
        out.object("node", o -> writeMember(o, bundle.self()));
        out.field("source", Integer.toUnsignedLong(bundle.sourceId()));
        out.field("activeEpoch", bundle.activeEpoch());
        out.objects("epochs", bundle.epochs(), TransportBundleFile::writeEpoch);
        if (bundle.interiorSecret() != null) {
            out.field("interiorSecret", text(bundle.interiorSecret()));
        }
        OwnRegion region = bundle.ownRegion();
        if (region != null) {
            out.object("region", o -> writeRegion(o, region));
        }
        out.objects("parents", bundle.parents(), TransportBundleFile::writeParent);
        out.objects("roster", bundle.roster().members(), TransportBundleFile::writeMember);
        if (!bundle.expelled().isEmpty()) {
            out.numbers("expelled", bundle.expelled().stream().map(Integer::toUnsignedLong).toList());
        }
        RekeySection.write(out, "rekey", bundle.rekey());
        RekeySection.writeAnchor(out, "contentRekey", bundle.contentRekey());
    }

    @Override
    protected TransportBundle read(StrictObject in) {
        StrictObject group = in.object("group");
        long gid = group.hex("id", 16);
        String groupName = group.string("name", Member.NAME, Member.NAME_ALLOWED);
        group.end();
        return new TransportBundle(
                gid,
                groupName,
                readMember(in.object("node")),
                in.nodeId("source"),
                in.integer("activeEpoch", 1, Long.MAX_VALUE),
                in.objects("epochs").stream().map(o -> readEpoch(gid, o)).toList(),
                in.has("interiorSecret") ? secret(in, "interiorSecret", InteriorSecret::of) : null,
                readRegion(in.objectIfPresent("region")),
                in.objects("parents").stream().map(TransportBundleFile::readParent).toList(),
                readRoster(in.objects("roster")),
                in.has("expelled") ? in.nodeIds("expelled") : List.of(),
                RekeySection.read(in, "rekey"),
                RekeySection.readAnchor(in, "contentRekey"));
    }

    private static void writeEpoch(JsonText out, TransportEpoch epoch) {
        out.field("epoch", epoch.epoch()).field("spi", hex(Integer.toUnsignedLong(epoch.spi()), 8))
                .field("groupAuthKey", text(epoch.key()));
    }

    private static TransportEpoch readEpoch(long gid, StrictObject in) {
        long epoch = in.integer("epoch", 1, Long.MAX_VALUE);
        int spi = (int) in.hex("spi", 8);
        if (spi == 0) {
            throw in.wrong("spi", "\"00000000\"", "any but 0");
        }
        TransportEpoch result = TransportEpoch.of(gid, epoch, spi, secret(in, "groupAuthKey", GroupAuthKey::of));
        in.end();
        return result;
    }

    private static void writeRegion(JsonText out, OwnRegion region) {
        out.field("id", Integer.toUnsignedLong(region.id())).field("leaves", region.hasLeaves())
                .field("regionSecret", text(region.secret())).field("bindMaster", text(region.bindMaster()));
    }

    private static @Nullable OwnRegion readRegion(@Nullable StrictObject in) {
        if (in == null) {
            return null;
        }
        OwnRegion region = new OwnRegion((int) in.integer("id", 0, MAX_U32), in.bool("leaves"),
                secret(in, "regionSecret", RegionSecret::of), secret(in, "bindMaster", BindMaster::of));
        in.end();
        return region;
    }

    private static void writeParent(JsonText out, ParentSecrets parent) {
        out.field("id", Integer.toUnsignedLong(parent.id())).field("region", Integer.toUnsignedLong(parent.region()))
                .field("leaves", parent.hasLeaves());
        if (parent.regionSecret() != null) {
            out.field("regionSecret", text(parent.regionSecret()));
        }
        out.field("bindKey", text(parent.bindKey()));
    }

    private static ParentSecrets readParent(StrictObject in) {
        ParentSecrets parent = new ParentSecrets(in.nodeId("id"), (int) in.integer("region", 0, MAX_U32),
                in.bool("leaves"), in.has("regionSecret") ? secret(in, "regionSecret", RegionSecret::of) : null,
                secret(in, "bindKey", BindKey::of));
        in.end();
        return parent;
    }

    private static Roster readRoster(List<StrictObject> in) {
        return Roster.of(in.stream().map(TransportBundleFile::readMember).toList());
    }

    private static void writeMember(JsonText out, Member member) {
        out.field("id", Integer.toUnsignedLong(member.id())).field("name", member.name())
                .field("role", member.role().text());
    }

    private static Member readMember(StrictObject in) {
        Member member = new Member(in.nodeId("id"), in.string("name", Member.NAME, Member.NAME_ALLOWED),
                in.oneOf("role", NodeRole.class, NodeRole::text));
        in.end();
        return member;
    }
}
