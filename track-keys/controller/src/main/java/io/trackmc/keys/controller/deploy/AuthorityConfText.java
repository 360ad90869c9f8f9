package io.trackmc.keys.controller.deploy;

import io.trackmc.proto.protect.KeyLayer;

/** Writes an authority's configuration file, for people to read and change. */
final class AuthorityConfText {

    /** Where the authorities of a deployment on one machine listen. */
    static final int TRANSPORT_PORT = 47100;
    static final int CONTENT_PORT = 47101;
    private static final int TRANSPORT_MANAGEMENT_PORT = 9465;
    private static final int CONTENT_MANAGEMENT_PORT = 9466;

    private AuthorityConfText() {}

    static String of(KeyLayer layer, String group) {
        boolean transport = layer == KeyLayer.TRANSPORT;
        String name = transport ? DeploymentFiles.TRANSPORT_CONTROLLER : DeploymentFiles.CONTENT_AUTHORITY;
        return """
                # %s of group %s, written by: track keys init
                # Every key can be set on the command line too: -Dkey=value. File names are relative to this file.

                authority.role = "%s"
                # What keys init made for the authorities; one that runs elsewhere needs only what is its own there.
                authority.directory = "authorities"

                # What it writes down of keys is sealed under the key in this key store (PKCS#12), which the password in that file opens.
                # Keep the password elsewhere than the rest: whoever has all of it has the keys of the group.
                authority.key-store = "authorities/%s"
                authority.key-store-password-file = "authorities/%s"

                # Where members reach it. Change the address to one that they can reach; TLS 1.3 with certificates of both ends.
                listen = "127.0.0.1:%d"

                # When keys change is said by the group's owner in policy.token. For one authority it can be overridden:
                # rekey.every = "24h"          # a scheduled rekey; "0s" never
                # rekey.after-events = 64      # a rekey after so many joins and leaves
                # rekey.gather = "1s"          # joins and leaves wait no longer than this for others
                # changeover.not-before = "0s"
                # changeover.hard = "10s"
                # changeover.overlap = "2s"
                # limits.connections = 2048    # at once
                # limits.per-address = 256     # of these, from one address

                # Metrics and health; off loopback with management.token-file, .certificate and .private-key.
                # management.address = "127.0.0.1:%d"
                """.formatted(transport ? "Transport controller" : "Content authority", group,
                name, name + AuthorityDirectory.KEY_STORE, name + AuthorityDirectory.PASSWORD,
                transport ? TRANSPORT_PORT : CONTENT_PORT,
                transport ? TRANSPORT_MANAGEMENT_PORT : CONTENT_MANAGEMENT_PORT);
    }
}
