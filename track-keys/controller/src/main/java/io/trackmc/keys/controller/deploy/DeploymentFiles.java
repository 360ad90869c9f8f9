package io.trackmc.keys.controller.deploy;

/** Names of the files of a deployment; those of a node lie in a directory of its name, beside {@code <node>.conf}. */
public final class DeploymentFiles {

    /** The node's transport keys. */
    public static final String TRANSPORT_BUNDLE = "transport.bundle";

    /** The group's content keys; not in a repair head's directory. */
    public static final String CONTENT_BUNDLE = "content.bundle";

    /** The node's certificate, PEM. */
    public static final String CERTIFICATE = "certificate.pem";

    /** Its private key, PEM. */
    public static final String PRIVATE_KEY = "key.pem";

    /** By which the node knows the transport controller: its certificate, PEM. */
    public static final String CONTROLLER_CERTIFICATE = "transport-controller.pem";

    /** By which it knows the content authority, PEM; not in a repair head's directory. */
    public static final String CONTENT_AUTHORITY_CERTIFICATE = "content-authority.pem";

    /** Who certified the transport controller, PEM. */
    public static final String INFRASTRUCTURE_CA = "infrastructure-ca.pem";

    /** Who certified the content authority, PEM; not in a repair head's directory. */
    public static final String SUBSCRIBER_CA = "subscriber-ca.pem";

    /** Directory of what the node keeps from run to run; made by the node. */
    public static final String STATE = "state";

    /** Directory of the authorities' certificates and keys. */
    public static final String AUTHORITIES = "authorities";

    /** In it, directory of what the transport controller keeps. */
    public static final String TRANSPORT_CONTROLLER = "transport-controller";

    /** In it, directory of what the content authority keeps. */
    public static final String CONTENT_AUTHORITY = "content-authority";

    /** Configuration of the transport controller. */
    public static final String TRANSPORT_CONF = "controller.conf";

    /** Configuration of the content authority. */
    public static final String CONTENT_CONF = "content-authority.conf";

    /** In it: what the group's owner wants, signed. */
    public static final String POLICY = "policy.token";

    /** In it: the owner's private key. */
    public static final String OWNER_KEY = "group-owner-key.pem";

    /** End of the name of a node's configuration file. */
    public static final String CONF_SUFFIX = ".conf";

    private DeploymentFiles() {}
}
