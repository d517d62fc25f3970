package torc.common.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a client and a server on loopback and flips one bit of what one of them sends, as a bad cable or
/// router would (FAULTS F15).
public final class FlippingProxy implements AutoCloseable {
    /// Who sends the byte that is damaged.
    public enum Sender {
        CLIENT,
        SERVER
    }

    private final ServerSocket listening;
    private final int serverPort;
    private final Sender sender;
    private final long flipAt;
    private final AtomicLong passed = new AtomicLong();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /// @param flipAt which byte that `sender` sends, over all connections, from 0; -1 for none
    public FlippingProxy(int serverPort, Sender sender, long flipAt) throws IOException {
        this.serverPort = serverPort;
        this.sender = sender;
        this.flipAt = flipAt;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// How many bytes the sender has sent so far.
    public long passed() {
        return passed.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                open.add(client);
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(server);
                Thread.ofVirtual().start(() -> carry(client, server, sender == Sender.CLIENT));
                Thread.ofVirtual().start(() -> carry(server, client, sender == Sender.SERVER));
            }
        } catch (IOException _) {
            // Closed, or the server is gone: whoever waits finds out.
        }
    }

    private void carry(Socket from, Socket to, boolean counts) {
        try {
            carry(from.getInputStream(), to.getOutputStream(), counts);
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private void carry(InputStream from, OutputStream to, boolean counts) throws IOException {
        var bytes = new byte[16 << 10];
        for (var read = from.read(bytes); read >= 0; read = from.read(bytes)) {
            if (counts) {
                var place = flipAt - passed.getAndAdd(read);
                if (place >= 0 && place < read) bytes[(int) place] ^= (byte) (1 << (flipAt & 7));
            }
            to.write(bytes, 0, read);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone in any case.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(FlippingProxy::close);
    }
}
