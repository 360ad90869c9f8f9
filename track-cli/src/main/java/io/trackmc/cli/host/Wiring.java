package io.trackmc.cli.host;

/** What hosts do with super-packets, in which several datagrams to one address travel through a kernel as one. */
public enum Wiring {
    /** They travel as they are. */
    WHOLE,
    /** They are cut before they leave a host, as an ordinary card does; each datagram arrives alone. */
    CUT,
    /** They are cut, and the kernel that receives joins what arrives together (GRO), as it does behind an ordinary card. */
    CUT_AND_JOINED
}
