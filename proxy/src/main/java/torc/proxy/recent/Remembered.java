package torc.proxy.recent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import torc.proxy.objects.StoreUnavailable;
import torc.ring.metadata.MetadataUnavailable;

/// Answers that may be a second old, of up to 10,000 questions; older ones only if there is no answer now.
/// Nothing that says who may do what is remembered here (THREATS V07). Safe for many threads.
public final class Remembered<Q, A> {
    private static final Duration TIME = Duration.ofSeconds(1);
    private static final int MAX = 10_000;

    private final InstantSource clock;
    private final Function<Q, A> answer;
    private final Map<Q, Entry<A>> entries = new ConcurrentHashMap<>();

    /// @param answer asked where nothing is remembered
    public Remembered(InstantSource clock, Function<Q, A> answer) {
        this.clock = clock;
        this.answer = answer;
    }

    private record Entry<A>(A answer, Instant end) {}

    public A of(Q question) {
        var now = clock.instant();
        var known = entries.get(question);
        if (known != null && now.isBefore(known.end())) return known.answer();
        A fresh;
        try {
            fresh = answer.apply(question);
        } catch (StoreUnavailable | MetadataUnavailable e) {
            if (known == null) throw e;
            return known.answer();
        }
        if (entries.size() >= MAX) entries.clear();
        entries.put(question, new Entry<>(fresh, now.plus(TIME)));
        return fresh;
    }

    public void forget(Q question) {
        entries.remove(question);
    }
}
