package io.trackmc.net;

import io.netty.channel.unix.Errors.NativeIoException;

/** Sorts the errors of sending by their number (Linux errno, negative as Netty reports it). */
final class SendErrors {

    private static final int EIO = -5;
    private static final int EINVAL = -22;
    private static final int EMSGSIZE = -90;
    private static final int ENOBUFS = -105;

    private SendErrors() {}

    /**
     * Whether the error says that the device or the route cannot take super-packets: no checksum offload (EIO), or segments
     * larger than the route's MTU (EINVAL, EMSGSIZE).
     */
    static boolean isRefusedSuperPacket(NativeIoException error) {
        int number = error.expectedErr();
        return number == EIO || number == EINVAL || number == EMSGSIZE;
    }

    static void count(Throwable error, NetCounters counters) {
        boolean noBuffers = error instanceof NativeIoException e && e.expectedErr() == ENOBUFS;
        counters.increment(noBuffers ? NetCounterId.SEND_NO_BUFFERS : NetCounterId.SEND_ERRORS);
    }
}
