package torc.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import torc.common.id.Id128;

/// What `cluster/node.json` tells (docs/formats.md, "Cluster"). Written last: a folder with this file is a node.
///
/// @param format version of the file
/// @param sha256 of the file with zeros in this field's place; the files are told from damaged ones by it
/// @param cluster id of the cluster
/// @param raftGroup id of the Raft group of the cluster's first metadata
/// @param self this node
/// @param members nodes that were there when it joined or last wrote the file, this one too
public record NodeFile(int format, String sha256, String cluster, String raftGroup, Member self, List<Member> members) {
    static final int FORMAT = 1;
    private static final String UNSUMMED = "0".repeat(64);
    private static final Pattern SUM = Pattern.compile("\"sha256\" : \"([0-9a-f]{64})\"");
    private static final int MOST_MEMBERS = 1000;

    public NodeFile {
        if (format != FORMAT)
            throw new IllegalArgumentException("it has format " + format + ", this program knows " + FORMAT);
        var _ = Id128.parse(cluster);
        var _ = Id128.parse(raftGroup);
        members = List.copyOf(members);
        if (members.size() > MOST_MEMBERS) throw new IllegalArgumentException("too many members");
        if (!members.contains(self)) throw new IllegalArgumentException("the node is not among its members");
    }

    /// What a node knows, to be written down.
    static NodeFile of(String cluster, String raftGroup, Member self, List<Member> members) {
        return new NodeFile(FORMAT, UNSUMMED, cluster, raftGroup, self, members);
    }

    /// The whole file.
    byte[] bytes() {
        var unsummed =
                new String(Json.pretty(new NodeFile(format, UNSUMMED, cluster, raftGroup, self, members)), UTF_8);
        return unsummed.replaceFirst(UNSUMMED, sum(unsummed)).getBytes(UTF_8);
    }

    /// @throws IllegalArgumentException if the file is damaged, or of a format that this program does not know
    static NodeFile parse(byte[] bytes) {
        var text = new String(bytes, UTF_8);
        var found = SUM.matcher(text);
        var read = Json.read(bytes, NodeFile.class);
        if (!found.find()
                || !sum(text.substring(0, found.start(1)) + UNSUMMED + text.substring(found.end(1)))
                        .equals(read.sha256())) throw new IllegalArgumentException("its checksum is wrong");
        return NodeFile.of(read.cluster(), read.raftGroup(), read.self(), read.members());
    }

    private static String sum(String text) {
        return HexFormat.of().formatHex(JoinToken.sha256(text.getBytes(UTF_8)));
    }
}
