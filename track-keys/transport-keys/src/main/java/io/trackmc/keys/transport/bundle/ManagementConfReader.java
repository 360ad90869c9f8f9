package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where metrics and health are served, noting all that does not fit. */
public final class ManagementConfReader {

    private final ConfValues in;

    /** Of a file that has the keys of {@link ManagementKeys}. */
    public ManagementConfReader(ConfValues in) {
        this.in = in;
    }

    /** Null when no address is given; means nothing when there were faults. */
    public NodeConfig.@Nullable Management read() {
        InetSocketAddress address = in.find(ManagementKeys.ADDRESS);
        if (address == null) {
            List.of(ManagementKeys.TOKEN_FILE, ManagementKeys.CERTIFICATE, ManagementKeys.PRIVATE_KEY,
                    ManagementKeys.BELOW, ManagementKeys.DRILLS_LONGEST).forEach(this::refuseAlone);
            return null;
        }
        Path tokenFile = in.findPath(ManagementKeys.TOKEN_FILE);
        Path certificate = in.findPath(ManagementKeys.CERTIFICATE);
        Path privateKey = in.findPath(ManagementKeys.PRIVATE_KEY);
        if (!address.getAddress().isLoopbackAddress()
                && (tokenFile == null || certificate == null || privateKey == null)) {
            in.refuse(ManagementKeys.ADDRESS, "an address of loopback; any other only with "
                    + NodeConfKeys.MANAGEMENT_TOKEN_FILE + ", " + NodeConfKeys.MANAGEMENT_CERTIFICATE + " and "
                    + NodeConfKeys.MANAGEMENT_PRIVATE_KEY);
        } else if ((certificate == null) != (privateKey == null)) {
            in.refuse(certificate == null ? ManagementKeys.PRIVATE_KEY : ManagementKeys.CERTIFICATE,
                    NodeConfKeys.MANAGEMENT_CERTIFICATE + " and " + NodeConfKeys.MANAGEMENT_PRIVATE_KEY + " together");
        }
        Long drills = in.find(ManagementKeys.DRILLS_LONGEST);
        if (drills != null && tokenFile == null) {
            in.refuse(ManagementKeys.DRILLS_LONGEST, "only with " + NodeConfKeys.MANAGEMENT_TOKEN_FILE
                    + ", on loopback too: any page in a browser there could order faults");
        }
        return new NodeConfig.Management(address, tokenFile, certificate, privateKey,
                in.objects(ManagementKeys.BELOW).stream().map(ManagementConfReader::below).toList(),
                drills == null ? 0 : drills);
    }

    private static NodeConfig.Below below(ConfValues each) {
        each.refuseUnknown(ManagementKeys.BELOW_ITEM, "");
        return new NodeConfig.Below(each.get(ManagementKeys.BELOW_URL), each.findPath(ManagementKeys.BELOW_TOKEN_FILE),
                each.findPath(ManagementKeys.BELOW_CERTIFICATE));
    }

    private void refuseAlone(KeyEntry<?> entry) {
        if (in.has(entry)) {
            in.refuse(entry, "only with " + NodeConfKeys.MANAGEMENT_ADDRESS);
        }
    }
}
