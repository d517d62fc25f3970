package torc.proxy.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.proxy.objects.Preconditions.Verdict.FAILED;
import static torc.proxy.objects.Preconditions.Verdict.HOLD;
import static torc.proxy.objects.Preconditions.Verdict.NOT_MODIFIED;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// RFC 9110 §13.2.2: which condition is looked at when, and what it decides.
final class PreconditionsTest {
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final ObjectName NAME = new ObjectName(new ContainerName(new AccountName("a"), "c"), "o");

    /// Modified half a second after second 100.
    private static final Optional<StoredObject> OBJECT =
            Optional.of(new StoredObject(NAME, 1, "tag", 100_500_000, Bodies.PLAIN, new long[0]));

    @Test
    void ifMatchNamesTheObjectAsItStands() {
        assertThat(match("tag").forRead(OBJECT)).isEqualTo(HOLD);
        assertThat(match("*").forWrite(OBJECT)).isEqualTo(HOLD);
        assertThat(match("other").forRead(OBJECT)).isEqualTo(FAILED);
        assertThat(match("W/\"tag\"").forRead(OBJECT)).isEqualTo(FAILED);
        assertThat(match("*").forWrite(Optional.empty())).isEqualTo(FAILED);
    }

    @Test
    void ifNoneMatchStopsReadsMildlyAndWritesHard() {
        assertThat(noneMatch("tag").forRead(OBJECT)).isEqualTo(NOT_MODIFIED);
        assertThat(noneMatch("W/\"tag\"").forRead(OBJECT)).isEqualTo(NOT_MODIFIED);
        assertThat(noneMatch("tag").forWrite(OBJECT)).isEqualTo(FAILED);
        assertThat(noneMatch("*").forWrite(OBJECT)).isEqualTo(FAILED);
        assertThat(noneMatch("*").forWrite(Optional.empty())).isEqualTo(HOLD);
        assertThat(noneMatch("other").forRead(OBJECT)).isEqualTo(HOLD);
    }

    @Test
    void timesAreComparedInWholeSeconds() {
        assertThat(times(NONE, OptionalLong.of(100)).forRead(OBJECT)).isEqualTo(HOLD);
        assertThat(times(NONE, OptionalLong.of(99)).forRead(OBJECT)).isEqualTo(FAILED);
        assertThat(times(OptionalLong.of(100), NONE).forRead(OBJECT)).isEqualTo(NOT_MODIFIED);
        assertThat(times(OptionalLong.of(99), NONE).forRead(OBJECT)).isEqualTo(HOLD);
        assertThat(times(OptionalLong.of(100), NONE).forWrite(OBJECT)).isEqualTo(HOLD);
    }

    @Test
    void tagsGoBeforeTimes() {
        var matchesButOld = new Preconditions(List.of("tag"), List.of(), NONE, OptionalLong.of(1));
        var differsButUnmodified = new Preconditions(List.of(), List.of("other"), OptionalLong.of(200), NONE);
        var both = new Preconditions(List.of("other"), List.of("tag"), NONE, NONE);

        assertThat(matchesButOld.forRead(OBJECT)).isEqualTo(HOLD);
        assertThat(differsButUnmodified.forRead(OBJECT)).isEqualTo(HOLD);
        assertThat(both.forRead(OBJECT)).isEqualTo(FAILED);
    }

    private static Preconditions match(String tag) {
        return new Preconditions(List.of(tag), List.of(), NONE, NONE);
    }

    private static Preconditions noneMatch(String tag) {
        return new Preconditions(List.of(), List.of(tag), NONE, NONE);
    }

    private static Preconditions times(OptionalLong modifiedSince, OptionalLong unmodifiedSince) {
        return new Preconditions(List.of(), List.of(), modifiedSince, unmodifiedSince);
    }
}
