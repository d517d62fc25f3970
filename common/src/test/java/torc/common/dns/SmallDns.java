package torc.common.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A DNS server of a test, on loopback: what it answers to a datagram is the test's.
public final class SmallDns implements AutoCloseable {
    private static final int POINTER_TO_QUESTION = 0xc00c;

    public final AtomicInteger asked = new AtomicInteger();
    private final DatagramSocket socket;

    /// One that knows these canonical names.
    public static SmallDns of(Map<String, String> names) throws IOException {
        return new SmallDns(question -> {
            for (var each : names.entrySet())
                if (CnameMessage.answers(asked(question), id(question), each.getKey()))
                    return List.of(answer(question, 0x8180, 5, 60, name(each.getValue())));
            var none = asked(question);
            none[3] = (byte) 0x83;
            return List.of(none);
        });
    }

    private static int id(byte[] question) {
        return ByteBuffer.wrap(question).getShort() & 0xffff;
    }

    /// The question, marked as an answer.
    private static byte[] asked(byte[] question) {
        var copy = question.clone();
        copy[2] |= (byte) 0x80;
        return copy;
    }

    static byte[] name(String name) {
        var bytes = new ByteArrayOutputStream();
        for (var label : name.split("\\.", -1)) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    /// An answer of one record, whose owner is the question's name.
    static byte[] answer(byte[] question, int flags, int type, int ttl, byte[] data) {
        var to = ByteBuffer.allocate(512).put(question);
        to.putShort((short) POINTER_TO_QUESTION).putShort((short) type).putShort((short) 1);
        to.putInt(ttl).putShort((short) data.length).put(data);
        to.putShort(2, (short) flags).putShort(6, (short) 1);
        return Arrays.copyOf(to.array(), to.position());
    }

    /// @param answers datagrams that a question gets
    public SmallDns(Function<byte[], List<byte[]>> answers) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(answers));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    private void serve(Function<byte[], List<byte[]>> answers) {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                asked.incrementAndGet();
                var question = Arrays.copyOf(packet.getData(), packet.getLength());
                for (var answer : answers.apply(question))
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException _) {
                return; // The test has ended.
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
