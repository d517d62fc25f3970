package torc.common.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntSupplier;

/// A DNS server that looks names up for others. Safe for many threads; blocks, on a socket
/// with a time limit.
public final class DnsServer {
    private static final int PORT = 53;

    /// How often one question is sent, for datagrams get lost.
    private static final int TRIES = 2;

    /// Datagrams from the server's address that answer another question: each may lengthen the wait.
    private static final int MOST_STRAYS = 8;

    private final InetSocketAddress address;
    private final Duration limit;
    private final IntSupplier ids;

    /// @param limit of one look-up, with all tries
    /// @param ids draws ids of questions, which must not be predictable
    public DnsServer(InetSocketAddress address, Duration limit, IntSupplier ids) {
        this.address = address;
        this.limit = limit;
        this.ids = ids;
    }

    /// Reads `10.0.0.53`, `10.0.0.53:5353` or `[::1]:53`: an address, for a name would have to be looked up itself.
    ///
    /// @throws IllegalArgumentException if it is none
    public static InetSocketAddress address(String text) {
        var bracketed = text.startsWith("[");
        var colon = text.lastIndexOf(':');
        var hasPort = bracketed ? colon > text.indexOf(']') : colon >= 0 && colon == text.indexOf(':');
        var host = hasPort ? text.substring(0, colon) : text;
        if (bracketed) {
            if (!host.endsWith("]")) throw new IllegalArgumentException("no address of a DNS server: " + text);
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new InetSocketAddress(
                    InetAddress.ofLiteral(host), hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no address of a DNS server: " + text, e);
        }
    }

    /// The first server that a file in the format of `/etc/resolv.conf` names.
    public static Optional<InetSocketAddress> ofSystem(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > 1 && words[0].equals("nameserver"))
                    .findFirst()
                    .map(words -> new InetSocketAddress(InetAddress.ofLiteral(words[1]), PORT));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Asks for the canonical name of a name.
    public Cname cname(String name) {
        if (!CnameMessage.isName(name)) return new Cname.None();
        // A socket of its own for each question has a port of its own, which a stranger has to guess.
        try (var socket = new DatagramSocket()) {
            socket.connect(address);
            socket.setSoTimeout((int) limit.toMillis() / TRIES);
            for (int left = TRIES; left > 0; left--) {
                var id = ids.getAsInt() & 0xffff;
                var question = CnameMessage.question(id, name);
                socket.send(new DatagramPacket(question, question.length));
                var answer = answer(socket, id, name);
                if (answer.isPresent()) return answer.get();
            }
            return new Cname.Unknown("no answer within " + limit.toMillis() + " ms");
        } catch (IOException e) {
            return new Cname.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /// Empty if none comes in time; what answers another question is passed over, but not for ever.
    private static Optional<Cname> answer(DatagramSocket socket, int id, String name) throws IOException {
        for (int strays = 0; strays < MOST_STRAYS; strays++) {
            var packet = new DatagramPacket(new byte[CnameMessage.MOST_BYTES], CnameMessage.MOST_BYTES);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException _) {
                return Optional.empty();
            }
            var message = Arrays.copyOf(packet.getData(), packet.getLength());
            if (CnameMessage.answers(message, id, name)) return Optional.of(CnameMessage.read(message, name));
        }
        return Optional.empty();
    }
}
