package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;

/// Both dialects over TLS, as a configuration file asks for it.
class TlsTest {
    private static final byte[] BODY = "hello over TLS".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void bothDialectsAnswerOverTlsToWhoTrustsTheCertificate() throws Exception {
        var certificate = new TestCertificate(folder, "127.0.0.1");
        try (var client = certificate.client();
                var cloud = RunningCloud.start(folder.resolve("data"), tls(certificate), client)) {
            assertThat(cloud.endpoints.api()).startsWith("https://");
            assertThat(cloud.endpoints.s3()).startsWith("https://");

            var account = cloud.logIn();
            assertThat(account.url()).startsWith("https://");
            assertThat(cloud.swift(account, "PUT", "/hello", new byte[0]).statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "PUT", "/hello/o", BODY).statusCode())
                    .isEqualTo(201);

            var got = cloud.s3("GET", "/hello/o", new byte[0]);
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).isEqualTo(BODY);
            assertThat(got.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void whoDoesNotTrustTheCertificateGetsNothing() throws Exception {
        var certificate = new TestCertificate(folder, "127.0.0.1");
        try (var stranger = HttpClient.newHttpClient();
                var cloud = RunningCloud.start(folder.resolve("data"), tls(certificate), stranger)) {
            assertThatThrownBy(cloud::logIn).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void plainHttpToATlsPortIsRefusedAndTheServerServesOn() throws Exception {
        var certificate = new TestCertificate(folder, "127.0.0.1");
        try (var client = certificate.client();
                var cloud = RunningCloud.start(folder.resolve("data"), tls(certificate), client)) {
            for (var url : new String[] {cloud.endpoints.api(), cloud.endpoints.s3()})
                for (int i = 0; i < 100; i++)
                    assertThat(plainly(URI.create(url).getPort())).doesNotContain("HTTP/", "healthcheck");

            cloud.logIn();
            assertThat(cloud.s3("GET", "/", new byte[0]).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void listeningBeyondLoopbackTakesACertificateOrTheWord() throws Exception {
        var certificate = new TestCertificate(folder, "127.0.0.1");
        try (var client = certificate.client()) {
            var open = "bind: 0.0.0.0\n";
            assertThatThrownBy(() -> RunningCloud.start(folder.resolve("clear"), open, client))
                    .isInstanceOfSatisfying(
                            CommandFailed.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.INSECURE));
            try (var cloud = RunningCloud.start(folder.resolve("tls"), open + tls(certificate), client)) {
                cloud.logIn();
            }
            try (var cloud = RunningCloud.start(folder.resolve("told"), open + "insecure-bind: true\n", client)) {
                assertThat(cloud.endpoints.api()).startsWith("http://");
                cloud.logIn();
            }
        }
    }

    @Test
    void filesThatAreNoCertificateStopTheStart() throws Exception {
        var certificate = new TestCertificate(folder, "127.0.0.1");
        Files.writeString(certificate.certificateFile, "no certificate");
        try (var client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> RunningCloud.start(folder.resolve("data"), tls(certificate), client))
                    .isInstanceOfSatisfying(
                            CommandFailed.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_CONFIG));
        }
    }

    private static String tls(TestCertificate certificate) {
        return "tls-certificate: " + certificate.certificateFile + "\ntls-key: " + certificate.keyFile + "\n";
    }

    /// What a client that knows nothing of TLS reads until the server closes.
    private static String plainly(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /healthcheck HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException _) {
            return ""; // Closed with what it had not read.
        }
    }
}
