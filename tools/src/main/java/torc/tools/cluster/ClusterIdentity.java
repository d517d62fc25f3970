package torc.tools.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;
import torc.common.tls.NodeKeys;
import torc.common.tls.NodeTls;
import torc.common.tls.PeerNode;
import torc.common.tls.Pem;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;
import torc.tools.data.KeyValueFile;

/// Who this node is, as its data directory holds it: `cluster/node.json` with the keys beside it.
///
/// @param keys with which it shows itself to others
public record ClusterIdentity(NodeFile file, NodeKeys keys) {
    private static final String NODE = "node.json";
    private static final String NODE_CERTIFICATE = "node.pem";
    private static final String NODE_KEY = "node-key.pem";
    private static final String AUTHORITY = "ca.pem";
    private static final String AUTHORITY_KEY = "ca-key.pem";

    /// Whether the directory is a node of a cluster. It need not be open.
    public static boolean isNode(Path dataRoot) {
        return Files.exists(DataDirectory.clusterFolder(dataRoot).resolve(NODE));
    }

    /// The identity of a data directory; empty if it is no node of a cluster. The directory need not be open.
    ///
    /// @throws DataRefused if a file is damaged, missing, or does not fit the others (FAULTS F07)
    public static Optional<ClusterIdentity> read(Path dataRoot) {
        if (!isNode(dataRoot)) return Optional.empty();
        var folder = DataDirectory.clusterFolder(dataRoot);
        var file = parsed(folder, NODE, NodeFile::parse);
        var authority = parsed(folder, AUTHORITY, bytes -> Pem.certificate(text(bytes)));
        var certificate = parsed(folder, NODE_CERTIFICATE, bytes -> Pem.certificate(text(bytes)));
        var key = parsed(folder, NODE_KEY, bytes -> Pem.key(text(bytes)));
        try {
            var keys = NodeKeys.checked(key, certificate, authority);
            var named = PeerNode.named(certificate);
            if (!named.equals(
                    new PeerNode(file.cluster(), file.self().id(), file.self().name())))
                throw new GeneralSecurityException(NODE_CERTIFICATE + " names another node than " + NODE);
            return Optional.of(new ClusterIdentity(file, keys));
        } catch (GeneralSecurityException e) {
            throw damaged(folder, String.valueOf(e.getMessage()));
        }
    }

    /// This node's side of mutual TLS.
    public NodeTls tls() {
        return new NodeTls(keys);
    }

    /// The cluster's authority, if this directory has its key: the first node's has.
    ///
    /// @throws DataRefused if the key is damaged
    public Optional<CertificateAuthority> authority(Path dataRoot, SecureRandom random) {
        var folder = DataDirectory.clusterFolder(dataRoot);
        if (!Files.exists(folder.resolve(AUTHORITY_KEY))) return Optional.empty();
        var key = parsed(folder, AUTHORITY_KEY, bytes -> Pem.key(text(bytes)));
        return Optional.of(new CertificateAuthority(key, keys.authority(), random));
    }

    /// Makes the open directory this node. A crash before the end leaves it no node.
    void write(DataDirectory data) {
        var folder = data.clusterFolder();
        writeText(folder, AUTHORITY, Pem.of(keys.authority()));
        writeText(folder, NODE_KEY, Pem.of(keys.key()));
        writeText(folder, NODE_CERTIFICATE, Pem.of(keys.certificate()));
        write(folder, file);
    }

    static void writeAuthorityKey(DataDirectory data, CertificateAuthority authority) {
        writeText(data.clusterFolder(), AUTHORITY_KEY, Pem.of(authority.key()));
    }

    /// Takes a renewed certificate of the same key.
    void writeCertificate(Path dataRoot) {
        writeText(DataDirectory.clusterFolder(dataRoot), NODE_CERTIFICATE, Pem.of(keys.certificate()));
    }

    /// The same, remembering these members, which is written down too.
    public ClusterIdentity remember(Path dataRoot, List<Member> members) {
        var self = members.stream()
                .filter(member -> member.id().equals(file.self().id()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this node is not among the members"));
        var changed = NodeFile.of(file.cluster(), file.raftGroup(), self, members);
        if (!changed.equals(file)) write(DataDirectory.clusterFolder(dataRoot), changed);
        return new ClusterIdentity(changed, keys);
    }

    public String clusterId() {
        return file.cluster();
    }

    public String nodeId() {
        return file.self().id();
    }

    public Id128 raftGroup() {
        return Id128.parse(file.raftGroup());
    }

    private static void write(Path folder, NodeFile file) {
        KeyValueFile.writeSecretly(folder.resolve(NODE), file.bytes());
    }

    private static void writeText(Path folder, String name, String text) {
        KeyValueFile.writeSecretly(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    @FunctionalInterface
    private interface Parsing<T> {
        T parse(byte[] bytes) throws GeneralSecurityException;
    }

    private static <T> T parsed(Path folder, String name, Parsing<T> parsing) {
        try {
            var file = folder.resolve(name);
            if (Files.size(file) > Json.MAX_BYTES) throw damaged(folder, name + " is too long");
            return parsing.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw damaged(folder, name + " cannot be read");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw damaged(folder, name + ": " + e.getMessage());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static DataRefused damaged(Path folder, String what) {
        return new DataRefused(
                ExitCode.DAMAGED,
                "the node's identity in " + folder + " is damaged: " + what
                        + "; restore the folder from a backup, or replace the node by a new one (torc join)");
    }
}
