package torc.ring.metadata.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.metadata.MetadataDamaged;

class VoteFileTest {
    private static final String SOUND = "#\n#Tue Nov 24 04:07:42 UTC 2026\nterm=17\nvotedFor=70a880a48be5e709-1\n";

    @TempDir
    private Path group;

    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        file = Files.createDirectories(group.resolve("current")).resolve("raft-meta");
    }

    @Test
    void aMemberThatHasNotVotedYetIsSound() throws IOException {
        assertThatCode(new VoteFile(group)::check).doesNotThrowAnyException();
        Files.writeString(file, "term=0\nvotedFor=\n");
        assertThatCode(new VoteFile(group)::check).doesNotThrowAnyException();
    }

    @Test
    void aTermThatRunsIntoTheVoteIsDamage() throws IOException {
        Files.writeString(file, SOUND.replace("17\n", "17J"));

        assertThatThrownBy(new VoteFile(group)::check)
                .isInstanceOf(MetadataDamaged.class)
                .hasMessageContaining("no term");
    }

    @Test
    void anEscapeThatIsNoneIsDamage() throws IOException {
        Files.writeString(file, SOUND.replace("votedFor=", "votedFor=\\uxyz"));

        assertThatThrownBy(new VoteFile(group)::check).isInstanceOf(MetadataDamaged.class);
    }

    @Test
    void aFlippedBitAnywhereIsFoundOrLeavesATermAndAVote() throws IOException {
        var sound = SOUND.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int found = 0;
        for (int bit = 0; bit < sound.length * 8; bit++) {
            var flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, flipped);
            try {
                new VoteFile(group).check();
                var left = new java.util.Properties();
                try (var from = Files.newBufferedReader(file)) {
                    left.load(from);
                }
                assertThat(Long.parseLong(left.getProperty("term"))).isNotNegative();
                assertThat(left.getProperty("votedFor")).isNotNull();
            } catch (MetadataDamaged _) {
                found++;
            }
        }
        assertThat(found).isPositive();
    }
}
