package io.trackmc.net.tls;

import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/** Why a handshake has failed, in words. */
final class HandshakeFault {

    static final int MAX_TEXT = 300;

    private static final int MAX_CAUSES = 16;

    private HandshakeFault() {}

    /** Whether the other end just went away, which says nothing of certificates. */
    static boolean isGoodBye(Throwable failure) {
        return failure instanceof ClosedChannelException || innermost(failure) instanceof ClosedChannelException
                || (failure instanceof SSLException
                        && String.valueOf(failure.getMessage()).startsWith("Connection closed"));
    }

    /** The innermost cause knows best: around it is what TLS may tell the other end. */
    static String text(Throwable failure) {
        Throwable cause = innermost(failure);
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_CAUSES && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }
}
