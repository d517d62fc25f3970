package torc.common.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.common.dns.SmallDns.answer;
import static torc.common.dns.SmallDns.name;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DnsServerTest {
    @TempDir
    private Path folder;

    private static byte[] code(byte[] question, int flags) {
        var answer = question.clone();
        ByteBuffer.wrap(answer).putShort(2, (short) flags);
        return answer;
    }

    private static Cname ask(Function<byte[], List<byte[]>> answers) throws IOException {
        try (var dns = new SmallDns(answers)) {
            return asked(dns, Duration.ofMillis(600));
        }
    }

    private static Cname asked(SmallDns dns, Duration limit) {
        return new DnsServer(dns.address(), limit, new Random(1)::nextInt).cname("WWW.shop.test");
    }

    @Test
    void aCanonicalNameIsFoundWithItsTime() throws IOException {
        assertThat(ask(question -> List.of(answer(question, 0x8180, 5, 300, name("Site.auth-p1.sites.example")))))
                .isEqualTo(new Cname.Found("site.auth-p1.sites.example", 300));
        // The target's end is written once, in the question.
        assertThat(ask(question -> List.of(answer(question, 0x8180, 5, 1, new byte[] {1, 'x', (byte) 0xc0, 12 + 4}))))
                .isEqualTo(new Cname.Found("x.shop.test", 1));
    }

    @Test
    void aNameWithoutOneAndAServerThatFailsAreToldApart() throws IOException {
        assertThat(ask(question -> List.of(code(question, 0x8183)))).isEqualTo(new Cname.None());
        assertThat(ask(question -> List.of(code(question, 0x8180)))).isEqualTo(new Cname.None());
        assertThat(ask(question -> List.of(answer(question, 0x8180, 1, 1, new byte[] {10, 0, 0, 1}))))
                .isEqualTo(new Cname.None());
        assertThat(ask(question -> List.of(code(question, 0x8182)))).isInstanceOf(Cname.Unknown.class);
        assertThat(ask(question -> List.of(code(question, 0x8380)))).isInstanceOf(Cname.Unknown.class);
    }

    @Test
    void anAnswerToAnotherQuestionIsPassedOver() throws IOException {
        assertThat(ask(question -> {
                    var right = answer(question, 0x8180, 5, 300, name("right.test"));
                    var otherId = answer(question, 0x8180, 5, 300, name("wrong.test"));
                    otherId[0]++;
                    var otherName = answer(question, 0x8180, 5, 300, name("wrong.test"));
                    otherName[13] ^= 1;
                    var noAnswer = answer(question, 0x0100, 5, 300, name("wrong.test"));
                    return List.of(otherId, otherName, noAnswer, new byte[3], right);
                }))
                .isEqualTo(new Cname.Found("right.test", 300));
    }

    @Test
    void malformedAnswersAreNoAnswers() throws IOException {
        var random = new Random(2);
        for (var data : List.of(
                new byte[] {(byte) 0xc0, (byte) 0xff},
                new byte[] {(byte) 0xc0, 12 + 15 + 14},
                new byte[] {63, 'a'},
                new byte[] {(byte) 0x80, 'a', 0},
                new byte[] {0},
                name("no host.test")))
            assertThat(ask(question -> List.of(answer(question, 0x8180, 5, 1, data))))
                    .isInstanceOf(Cname.Unknown.class);
        var question = CnameMessage.question(7, "www.shop.test");
        for (int i = 0; i < 20_000; i++) {
            var bytes = answer(question, 0x8180, 5, 1, name("right.test"));
            for (int flips = random.nextInt(1, 6); flips > 0; flips--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            var cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            // Nothing is thrown, whatever comes.
            if (CnameMessage.answers(cut, 7, "www.shop.test"))
                assertThat(CnameMessage.read(cut, "www.shop.test")).isNotNull();
        }
    }

    @Test
    void aLostDatagramIsSentAgainAndSilenceEndsInTime() throws IOException {
        var first = new boolean[] {true};
        assertThat(ask(question -> {
                    var lost = first[0];
                    first[0] = false;
                    return lost ? List.of() : List.of(answer(question, 0x8180, 5, 300, name("right.test")));
                }))
                .isEqualTo(new Cname.Found("right.test", 300));
        try (var dns = new SmallDns(_ -> List.of())) {
            var begun = System.nanoTime();
            assertThat(asked(dns, Duration.ofMillis(300))).isInstanceOf(Cname.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
            assertThat(dns.asked).hasValue(2);
        }
    }

    @Test
    void whatIsNoNameIsNotAskedFor() throws IOException {
        try (var dns = new SmallDns(_ -> List.of())) {
            var server = new DnsServer(dns.address(), Duration.ofSeconds(2), () -> 1);
            for (var name : List.of("", "a..b", "a".repeat(64) + ".test", "x.".repeat(127) + "test", "a b", "ä.test"))
                assertThat(server.cname(name)).isEqualTo(new Cname.None());
            assertThat(dns.asked).hasValue(0);
        }
    }

    @Test
    void addressesOfServersAreRead() throws IOException {
        assertThat(DnsServer.address("10.0.0.53").getPort()).isEqualTo(53);
        assertThat(DnsServer.address("10.0.0.53:5353").getPort()).isEqualTo(5353);
        assertThat(DnsServer.address("[::1]:5353").getPort()).isEqualTo(5353);
        assertThat(DnsServer.address("::1").getPort()).isEqualTo(53);
        for (var wrong : List.of("", "dns.example", "10.0.0.53:", "10.0.0.53:70000", "[::1"))
            assertThatThrownBy(() -> DnsServer.address(wrong)).isInstanceOf(IllegalArgumentException.class);
        var file = Files.writeString(
                folder.resolve("resolv.conf"), "# none\nsearch x\nnameserver 10.1.2.3\nnameserver 10.1.2.4\n");
        assertThat(DnsServer.ofSystem(file).orElseThrow().getAddress().getHostAddress())
                .isEqualTo("10.1.2.3");
        assertThat(DnsServer.ofSystem(folder.resolve("none"))).isEmpty();
    }
}
