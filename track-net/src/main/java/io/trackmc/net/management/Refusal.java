package io.trackmc.net.management;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** Why a request to the management address, or a connection, was refused. Metrics use the name in lower case. */
public enum Refusal {
    /** There were too many connections. */
    CROWDED(Refusal.NOTHING),
    /** No request was complete in time, or its answer was not read in time. */
    SLOW(Refusal.NOTHING),
    /** Something else than TLS, or a handshake that failed. */
    HANDSHAKE(Refusal.NOTHING),
    /** Not HTTP. */
    MALFORMED(400),
    /** A request line that is too long. */
    LONG_LINE(414),
    /** Headers that are too long. */
    LONG_HEADERS(431),
    /** A request that brings a body. */
    BODY(413),
    /** A request before the answer to the last one was taken. */
    IMPATIENT(Refusal.NOTHING),
    /** Sent to a name: without a token only who asks for an address, or for localhost, is answered, so that no web page can ask by a name of its own. */
    HOST(421),
    /** Without the token. */
    UNAUTHENTICATED(401),
    /** Neither GET nor HEAD. */
    METHOD(405),
    /** An order of a drill where drills are refused, or with words or numbers that are not allowed; told why. */
    ORDER(400),
    /** A path that is not there. */
    UNKNOWN_PATH(404);

    private static final int NOTHING = 0;

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    /** What is answered; null where nothing is. */
    @Nullable
    HttpResponseStatus status() {
        return status == NOTHING ? null : HttpResponseStatus.valueOf(status);
    }
}
