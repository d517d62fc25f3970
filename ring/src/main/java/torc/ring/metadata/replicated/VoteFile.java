package torc.ring.metadata.replicated;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import torc.ring.metadata.MetadataDamaged;

/// The file in which Ratis keeps a member's term and its vote (`raft-meta`). It has no checksum, and Ratis tells one
/// that
/// cannot be read from no other trouble, so it is looked at before each start.
final class VoteFile {
    private final Path file;

    /// @param group the group's folder of the member
    VoteFile(Path group) {
        file = group.resolve("current").resolve("raft-meta");
    }

    /// @throws MetadataDamaged if what it holds is no term and vote; none is sound, for a member begins so
    /// @throws IOException if it cannot be read now
    void check() throws IOException {
        if (!Files.exists(file)) return;
        var found = new Properties();
        try (Reader from = Files.newBufferedReader(file)) {
            found.load(from);
        } catch (MalformedInputException | UnmappableCharacterException | IllegalArgumentException e) {
            throw new MetadataDamaged("no text in " + file, e);
        }
        var term = found.getProperty("term", "");
        if (!term.matches("[0-9]{1,18}")) throw damaged("no term in ");
        if (found.getProperty("votedFor") == null) throw damaged("no vote in ");
    }

    private MetadataDamaged damaged(String what) {
        return new MetadataDamaged(what + file, new IOException(file.toString()));
    }
}
