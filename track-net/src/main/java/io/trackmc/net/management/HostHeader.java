package io.trackmc.net.management;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what a client has asked for this server. A page of another site can make its own name mean this address and then ask here as if it were its own server; a browser
 * says that name in the Host header.
 */
final class HostHeader {

    private static final Pattern ADDRESS = Pattern.compile(
            "(?i:localhost|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(?::\\d{1,5})?");

    private HostHeader() {}

    /** Whether it is an IP address or localhost, with or without a port, or absent: browsers never leave it out. */
    static boolean isAddress(@Nullable String host) {
        return host == null || ADDRESS.matcher(host.strip()).matches();
    }
}
