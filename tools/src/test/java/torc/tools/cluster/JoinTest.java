package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import torc.common.tls.NodeKeys;
import torc.common.tls.NodeTls;
import torc.common.tls.PeerNode;
import torc.common.tls.PinnedTls;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;

/// From `init` over `token create` to `join`, over a real TLS server; and everything that must be refused.
final class JoinTest {
    @TempDir
    Path folder;

    private TestNode first;

    @BeforeEach
    void found() {
        first = new TestNode(folder.resolve("n1"));
    }

    @AfterEach
    void end() {
        first.close();
    }

    private String token(int uses) {
        return TokenCommand.Create.create(first.identity, Duration.ofHours(1), uses);
    }

    @Test
    void aNodeJoinsWithATokenAndIsOneOfTheCluster() throws Exception {
        var joined = first.join(folder.resolve("n2"), token(1), "n2");

        var read = ClusterIdentity.read(folder.resolve("n2")).orElseThrow();
        assertThat(read).isEqualTo(joined);
        assertThat(read.clusterId()).isEqualTo(first.identity.clusterId());
        assertThat(read.raftGroup()).isEqualTo(first.identity.raftGroup());
        assertThat(read.file().members()).extracting(Member::name).containsExactlyInAnyOrder("n1", "n2");
        assertThat(first.membership.nodes()).extracting(NodeRecord::name).containsExactlyInAnyOrder("n1", "n2");
        var ours = DataDirectory.readCredentials(folder.resolve("n1"));
        var theirs = DataDirectory.readCredentials(folder.resolve("n2"));
        assertThat(theirs.password()).isEqualTo(ours.password());
        assertThat(theirs.sealingKey()).isEqualTo(ours.sealingKey());
        assertThat(theirs.tokenKey()).isEqualTo(ours.tokenKey());
        try (var client = NodeClient.of(read.tls())) {
            var who = client.who(first.authority());
            assertThat(who).isInstanceOf(NodeClient.Answer.Given.class);
        }
    }

    @Test
    void anyNodeAdmitsByTheRowsAlone() {
        var second = first.join(folder.resolve("n2"), token(1), "n2");
        var credentials = DataDirectory.readCredentials(folder.resolve("n2"));
        var elsewhere = new Membership(first.rows, second, credentials, TestNode.RANDOM, InstantSource.system());

        var made = elsewhere.createToken(Duration.ofHours(1), 1);
        var outcome = elsewhere.admit(request(made, "n3"));

        assertThat(outcome).isInstanceOf(JoinOutcome.Admitted.class);
    }

    private static JoinRequest request(JoinToken token, String name) {
        return request(token, name, Instant.now(), "0.1.0", 1);
    }

    private static JoinRequest request(JoinToken token, String name, Instant time, String version, int format) {
        var pair = CertificateAuthority.keyPair(TestNode.RANDOM);
        return new JoinRequest(
                format,
                version,
                token.id(),
                token.secret(),
                SigningRequest.of(pair, name),
                name,
                "127.0.0.1",
                7001,
                7002,
                Roles.ALL,
                time);
    }

    @Test
    void k20_everyFileOfANodeIsItsOwnersAlone() throws Exception {
        first.join(folder.resolve("n2"), token(1), "n2");

        for (var node : List.of("n1", "n2")) {
            try (var files = Files.list(folder.resolve(node).resolve("cluster"))) {
                for (var file : files.toList())
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
            }
        }
        assertThat(folder.resolve("n1/cluster/ca-key.pem")).exists();
        assertThat(folder.resolve("n2/cluster/ca-key.pem")).doesNotExist();
    }

    @Test
    void aTokenAdmitsAsManyNodesAsItSaysAndNoneMore() {
        var token = token(2);
        first.join(folder.resolve("n2"), token, "n2");
        first.join(folder.resolve("n3"), token, "n3");

        assertRefused(token, "n4", "has been used");
    }

    private void assertRefused(String token, String name, String because) {
        var target = folder.resolve("refused-" + name);
        var nodesBefore = first.membership.nodes().size();
        assertThatThrownBy(() -> first.join(target, token, name))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(because);
        assertThat(ClusterIdentity.isNode(target)).isFalse();
        assertThat(target.resolve("credentials")).doesNotExist();
        assertThat(target.resolve("cluster")).doesNotExist();
        assertThat(first.membership.nodes()).hasSize(nodesBefore);
    }

    @Test
    void anExpiredTokenAdmitsNobody() {
        var token = token(1);
        first.clock.offSeconds = -1;
        first.membership.createToken(Duration.ofSeconds(1), 1);
        var old = first.membership.createToken(Duration.ofMillis(1), 1);
        first.clock.offSeconds = 0;

        assertRefused(old.text(), "n2", "expired");
        first.join(folder.resolve("n2"), token, "n2");
    }

    @Test
    void aTokenWithAnotherSecretAdmitsNobody() {
        var real = JoinToken.parse(token(1));
        var forged = new JoinToken(real.fingerprint(), new byte[8], new byte[32], real.authorities());
        var guessed = new JoinToken(
                real.fingerprint(), java.util.HexFormat.of().parseHex(real.id()), new byte[32], real.authorities());

        assertRefused(forged.text(), "n2", "not of this cluster");
        assertRefused(guessed.text(), "n3", "not of this cluster");
        first.join(folder.resolve("n2"), real.text(), "n2");
    }

    @Test
    void aNameIsGivenOnce() {
        var token = token(2);
        first.join(folder.resolve("n2"), token, "n2");

        assertRefused(token, "n2", "there is a node named n2");
        assertRefused(token, "n1", "there is a node named n1");
        first.join(folder.resolve("n3"), token, "n3");
    }

    @Test
    void aJoinerThatLostTheAnswerGetsItAgain() {
        var request = request(JoinToken.parse(token(1)), "n2");

        var once = (JoinOutcome.Admitted) first.membership.admit(request);
        var twice = (JoinOutcome.Admitted) first.membership.admit(request);

        assertThat(twice.admission().node()).isEqualTo(once.admission().node());
        assertThat(first.membership.nodes()).hasSize(2);
    }

    @Test
    void clocksFarApartAndOtherVersionsAreRefusedByName() {
        var token = JoinToken.parse(token(1));
        var late = request(token, "n2", Instant.now().minusSeconds(600), "0.1.0", 1);
        var newer = request(token, "n2", Instant.now(), "0.2.0", 1);
        var otherFormat = request(token, "n2", Instant.now(), "0.1.0", 2);

        assertThat(reason(late)).isEqualTo(JoinOutcome.Reason.CLOCK_SKEW);
        assertThat(reason(newer)).isEqualTo(JoinOutcome.Reason.OTHER_VERSION);
        assertThat(reason(otherFormat)).isEqualTo(JoinOutcome.Reason.OTHER_VERSION);
        assertThat(first.membership.admit(request(token, "n2"))).isInstanceOf(JoinOutcome.Admitted.class);
    }

    private JoinOutcome.Reason reason(JoinRequest request) {
        return ((JoinOutcome.Refused) first.membership.admit(request)).reason();
    }

    @Test
    void aTokenThatWasCutShortIsToldFromAWrongOne() {
        var text = token(1);

        assertThatThrownBy(() -> JoinToken.parse(text.substring(0, text.length() - 3)))
                .hasMessageContaining("cut short")
                .hasMessageNotContaining(text.substring(10, 40));
        assertThat(JoinToken.parse(text).text()).isEqualTo(text);
        assertThat(JoinToken.parse(text).toString()).isEqualTo("***");
    }

    @Test
    void r05_aJoinerTellsItsSecretToNoServerButTheTokens() {
        try (var foreign = new TestNode(folder.resolve("foreign"))) {
            var real = JoinToken.parse(token(1));
            var led = new JoinToken(
                    real.fingerprint(),
                    java.util.HexFormat.of().parseHex(real.id()),
                    java.util.HexFormat.of().parseHex(real.secret()),
                    List.of(foreign.authority()));

            assertRefused(led.text(), "n2", "not of the cluster that the token is for");
        }
    }

    @Test
    void r04_m06_nothingButJoinAnswersWithoutThisClustersCertificate() throws Exception {
        var joined = first.join(folder.resolve("n2"), token(1), "n2");
        try (var none = client(PinnedTls.context(
                        PinnedTls.fingerprint(first.identity.keys().authority())));
                var member = client(joined.tls().context())) {
            for (var path : List.of("/node", "/tokens", "/renew", "/v1/devices/d0/status", "/", "/metrics")) {
                assertThat(status(none, path)).as(path).isEqualTo(403);
            }
            assertThat(status(member, "/node")).isEqualTo(200);
            assertThat(status(member, "/v1/devices/d0/status")).isEqualTo(204);
            assertThat(status(none, "/join")).isEqualTo(405);
        }
    }

    private static HttpClient client(javax.net.ssl.SSLContext context) {
        return HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(NodeTls.parameters())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private int status(HttpClient client, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://" + first.authority() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void r04_aNodeOfAnotherClusterIsRefusedByBothSides() {
        try (var foreign = new TestNode(folder.resolve("foreign"))) {
            assertUnreachable(foreign.tls);
            var mixed = first.join(folder.resolve("n2"), token(1), "n2");
            try (var client = NodeClient.of(mixed.tls())) {
                assertThat(client.who(foreign.authority())).isInstanceOf(NodeClient.Answer.Unreachable.class);
                assertThat(client.who(first.authority())).isInstanceOf(NodeClient.Answer.Given.class);
            }
        }
    }

    /// A client that shows a certificate of `shown` and trusts the first node's cluster.
    private void assertUnreachable(NodeTls shown) {
        try {
            var context = javax.net.ssl.SSLContext.getInstance(NodeTls.PROTOCOL);
            context.init(
                    new javax.net.ssl.KeyManager[] {shown.keyManager()},
                    new javax.net.ssl.TrustManager[] {first.tls.trustManager()},
                    null);
            try (var client = new NodeClient(context)) {
                assertThat(client.who(first.authority())).isInstanceOf(NodeClient.Answer.Unreachable.class);
            }
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void r05_aCertificateThatHasExpiredOrIsForAnotherAddressIsRefused() throws Exception {
        var authority = first.identity.authority(first.root, TestNode.RANDOM).orElseThrow();
        var pair = CertificateAuthority.keyPair(TestNode.RANDOM);
        var node = new PeerNode(first.identity.clusterId(), "0".repeat(32), "n9");
        var past = Instant.now().minus(CertificateAuthority.NODE_LIFE).minusSeconds(3600);
        var old = authority.issue(node, "127.0.0.1", pair.getPublic(), past);
        var fresh = authority.issue(node, "127.0.0.1", pair.getPublic(), Instant.now());

        assertUnreachable(new NodeTls(NodeKeys.checked(pair.getPrivate(), old, authority.certificate())));
        try (var client =
                NodeClient.of(new NodeTls(NodeKeys.checked(pair.getPrivate(), fresh, authority.certificate())))) {
            assertThat(client.who(first.authority())).isInstanceOf(NodeClient.Answer.Given.class);
            // The certificate is for 127.0.0.1 and n1.
            assertThat(client.who("localhost:" + first.port())).isInstanceOf(NodeClient.Answer.Unreachable.class);
        }
    }

    @Test
    void r05_aClientThatWantsOneNodeTakesNoOther() {
        var joined = first.join(folder.resolve("n2"), token(1), "n2");

        try (var right = new NodeClient(joined.tls().context(first.identity.nodeId()));
                var wrong = new NodeClient(joined.tls().context(joined.nodeId()))) {
            assertThat(right.who(first.authority())).isInstanceOf(NodeClient.Answer.Given.class);
            assertThat(wrong.who(first.authority())).isInstanceOf(NodeClient.Answer.Unreachable.class);
        }
    }

    @Test
    void r05_aRemovedNodeIsRefusedOnOldConnectionsAndNewOnes() {
        var joined = first.join(folder.resolve("n2"), token(1), "n2");
        try (var old = NodeClient.of(joined.tls())) {
            assertThat(old.who(first.authority())).isInstanceOf(NodeClient.Answer.Given.class);

            first.membership.set(joined.nodeId(), NodeRecord.State.REMOVED);
            first.tls.refuse(peer -> peer.id().equals(joined.nodeId()));

            assertThat(old.who(first.authority())).isNotInstanceOf(NodeClient.Answer.Given.class);
            try (var fresh = NodeClient.of(joined.tls())) {
                assertThat(fresh.who(first.authority())).isInstanceOf(NodeClient.Answer.Unreachable.class);
            }
        }
        assertThat(first.membership.members()).extracting(Member::name).containsExactly("n1");
        first.join(folder.resolve("again"), token(1), "n2");
    }

    @Test
    void plainHttpToTheClusterPortGetsNoAnswer() throws Exception {
        try (var socket = new Socket(java.net.InetAddress.getLoopbackAddress(), first.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /node HTTP/1.1\r\nHost: n1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            var said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(said).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void aCertificateIsRenewedWhenTwoThirdsOfItsLifeAreOverAndCountsAtOnce() {
        var before = first.tls.keys().certificate();
        var renewal = new CertificateRenewal(first.root, first.tls, first.membership, first.identity, first.clock);

        first.clock.offSeconds = Duration.ofDays(240).toSeconds();
        renewal.run();
        assertThat(first.tls.keys().certificate()).isEqualTo(before);
        first.clock.offSeconds = Duration.ofDays(244).toSeconds();
        renewal.run();

        var after = first.tls.keys().certificate();
        assertThat(after).isNotEqualTo(before);
        assertThat(ClusterIdentity.read(first.root).orElseThrow().keys().certificate())
                .isEqualTo(after);
    }

    @Test
    void aNodeRenewsAtAnother() throws Exception {
        var joined = first.join(folder.resolve("n2"), token(1), "n2");
        var pair = new java.security.KeyPair(
                joined.keys().certificate().getPublicKey(), joined.keys().key());

        try (var client = NodeClient.of(joined.tls())) {
            var answer = client.post(
                    first.authority(),
                    "/renew",
                    new NodeApi.Renewal(SigningRequest.of(pair, "n2")),
                    NodeApi.Renewed.class);
            var renewed = (NodeClient.Answer.Given<NodeApi.Renewed>) answer;
            var certificate = torc.common.tls.Pem.certificate(renewed.value().certificate());
            assertThat(PeerNode.named(certificate)).isEqualTo(joined.tls().self());
        }
    }

    @Test
    void f07_aDamagedIdentityRefusesTheStartByName() throws Exception {
        var cluster = folder.resolve("n1/cluster");
        assertThat(ClusterIdentity.read(folder.resolve("n1"))).isPresent();
        for (var name : List.of("node.json", "node.pem", "node-key.pem", "ca.pem")) {
            var whole = Files.readAllBytes(cluster.resolve(name));
            for (var damage :
                    List.of(new byte[0], Arrays.copyOf(whole, whole.length / 2), flipped(whole), new byte[300_000])) {
                Files.write(cluster.resolve(name), damage);
                assertThatThrownBy(() -> ClusterIdentity.read(folder.resolve("n1")))
                        .as(name)
                        .isInstanceOf(DataRefused.class)
                        .hasMessageContaining("is damaged");
            }
            Files.delete(cluster.resolve(name));
            if (!name.equals("node.json"))
                assertThatThrownBy(() -> ClusterIdentity.read(folder.resolve("n1")))
                        .isInstanceOf(DataRefused.class);
            Files.write(cluster.resolve(name), whole);
        }
        assertThat(ClusterIdentity.read(folder.resolve("n1"))).isPresent();
        var node = Files.readAllBytes(cluster.resolve("node.json"));
        for (int at = 0; at < node.length; at++) {
            var changed = node.clone();
            changed[at] ^= (byte) (1 << at % 8);
            Files.write(cluster.resolve("node.json"), changed);
            assertThatThrownBy(() -> ClusterIdentity.read(folder.resolve("n1")))
                    .as("byte %d", at)
                    .isInstanceOf(DataRefused.class)
                    .hasMessageContaining("node.json");
        }
        Files.write(cluster.resolve("node.json"), node);
    }

    /// One bit of the first byte that stands for content.
    private static byte[] flipped(byte[] whole) {
        var changed = whole.clone();
        changed[whole.length / 2] ^= 0x40;
        return changed;
    }

    @Test
    void w04_noSecretIsInWhatTheRowsAndTheObjectsPrint() {
        var text = token(1);
        var token = JoinToken.parse(text);
        var request = request(token, "n2");
        var outcome = first.membership.admit(request);

        assertThat(request.toString() + outcome + token)
                .doesNotContain(token.secret())
                .doesNotContain(DataDirectory.readCredentials(first.root).password());
        var rows = first
                .rows
                .scan(
                        new torc.ring.metadata.ShardKey("cluster"),
                        torc.ring.metadata.Scan.range(
                                torc.ring.metadata.RowKey.of(""), torc.ring.metadata.RowKey.of("~"), 100))
                .stream()
                .map(item -> new String(
                        ((torc.ring.metadata.ScanItem.Found) item).row().value(), StandardCharsets.UTF_8))
                .toList();
        assertThat(rows).hasSize(6).noneMatch(row -> row.contains(token.secret()) || row.contains("PRIVATE KEY"));
    }

    @Test
    void theCommandsSayWhatToDoNextAndRefuseANodeTwice() {
        var target = folder.resolve("fresh").toString();

        var init = run(new InitCommand(), "--data", target, "--name", "n1", "--address", "127.0.0.1");
        assertThat(init).startsWith("0 ").contains("torc token create --data " + target);
        assertThat(run(new InitCommand(), "--data", target, "--name", "n1")).contains("already");
        assertThat(run(new JoinCommand(), "--data", target, "--token", token(1), "--name", "n2"))
                .contains("already");
        var unused = folder.resolve("unused");
        assertThat(run(new JoinCommand(), "--data", unused.toString(), "--token", "nonsense", "--name", "n2"))
                .contains("not a token");
        assertThat(run(new JoinCommand(), "--data", unused.toString(), "--token", token(1), "--name", "n1"))
                .contains("there is a node named n1");
        assertThat(unused).doesNotExist();
        var joined = run(new JoinCommand(), "--data", unused.toString(), "--token", token(1), "--name", "n2");
        assertThat(joined).startsWith("0 ").contains("joined cluster " + first.identity.clusterId());
    }

    /// Exit code (0, or 1 for a failure that the command line would tell by code) and what was printed or said.
    private static String run(Object command, String... arguments) {
        var out = new StringWriter();
        var code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    out.append(String.valueOf(failure.getMessage()));
                    return failure instanceof CommandFailed failed
                            ? failed.exitCode().number()
                            : 1;
                })
                .execute(arguments);
        assertThat(code).isIn(0, ExitCode.REFUSED.number(), ExitCode.USAGE.number());
        return code + " " + out;
    }
}
