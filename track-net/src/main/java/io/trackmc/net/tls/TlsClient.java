package io.trackmc.net.tls;

import io.trackmc.keys.transport.tls.TlsContexts;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection to a {@link TlsServer}. Blocks its thread; one thread sends and one may receive, and any may close it. */
public final class TlsClient implements Closeable {

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final int frameBytes;

    private TlsClient(SSLSocket socket, int frameBytes) throws IOException {
        this.socket = socket;
        this.frameBytes = frameBytes;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /**
     * Connects and shakes hands.
     *
     * @param patience for the connection, for the whole handshake, and for each answer
     * @param frameBytes longest frame that is read
     * @throws IOException when nobody is there, or is trusted
     */
    public static TlsClient connect(InetSocketAddress address, SSLContext context, Duration patience, int frameBytes)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(address, (int) patience.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            plain.setTcpNoDelay(true);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain,
                    address.getHostString(), address.getPort(), true);
            TlsContexts.configure(socket);
            shakeHands(socket, plain, patience);
            if (!TlsContexts.speaksOurProtocol(socket)) {
                throw new IOException(address + " does not speak " + TlsContexts.APPLICATION_PROTOCOL);
            }
            return new TlsClient(socket, frameBytes);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Each read has its own patience; whoever sends a byte now and then must not have more of it than who sends nothing. */
    private static void shakeHands(SSLSocket socket, Socket plain, Duration patience) throws IOException {
        CompletableFuture<Void> through = new CompletableFuture<Void>().orTimeout(patience.toMillis(),
                TimeUnit.MILLISECONDS);
        var _ = through.whenComplete((_, late) -> {
            if (late != null) {
                closeQuietly(plain);
            }
        });
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw through.isDone()
                    ? new SocketTimeoutException("no handshake within " + patience.toMillis() + " ms") : e;
        } finally {
            through.complete(null);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Whoever reads from it hears of that.
        }
    }

    /** Certificate of the other end, which leads to one of our trust anchors. */
    public X509Certificate peer() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /** How the session's keys were agreed upon and its packets are protected, for reports. */
    public String cipherSuite() {
        return socket.getSession().getCipherSuite();
    }

    /** Sends a frame. */
    public void send(byte[] frame) throws IOException {
        // One write is one TLS record, and one segment for what is small.
        out.write(ByteBuffer.allocate(TlsServer.LENGTH_BYTES + frame.length).putInt(frame.length).put(frame).array());
        out.flush();
    }

    /**
     * Waits for a frame.
     *
     * @throws EOFException when the other end has closed the connection
     * @throws IOException when it took too long, or is too long
     */
    public byte[] receive() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > frameBytes) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes, allowed: at most "
                    + frameBytes);
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /** How long {@link #receive} waits from now on; zero for ever. */
    public void patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    /** Sends a frame and waits for its answer. */
    public byte[] exchange(byte[] frame) throws IOException {
        send(frame);
        return receive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
