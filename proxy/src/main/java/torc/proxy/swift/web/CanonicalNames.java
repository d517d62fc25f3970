package torc.proxy.swift.web;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import torc.common.dns.Cname;

/// Follows canonical names until one is below a domain of ours, and remembers them. Safe for many threads; blocks as
/// long as the server's answers take.
///
/// Whoever sends requests chooses the names: what is remembered and how much is asked at once have bounds, and the
/// owner of a name decides no more than how long within bounds its answer counts.
final class CanonicalNames {
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_ASKED_AT_ONCE = 64;
    private static final long LEAST_SECONDS = 1;
    private static final long MOST_SECONDS = 3_600;

    /// A name that has no canonical name may get one.
    private static final long NONE_SECONDS = 60;

    /// While the server does not answer, not each request of a host waits for it.
    private static final long UNKNOWN_SECONDS = 5;

    private final int depth;
    private final Function<String, Cname> server;
    private final InstantSource clock;
    private final Semaphore asking = new Semaphore(MOST_ASKED_AT_ONCE);
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Remembered(Cname answer, long untilMillis) {}

    /// How following a name ended.
    sealed interface Followed {
        /// @param name below a domain of ours
        record Found(String name) implements Followed {}

        /// There was no further name.
        record Ended() implements Followed {}

        /// There were more names than are followed.
        record TooDeep() implements Followed {}
    }

    /// @param depth names that are followed one after the other
    CanonicalNames(int depth, Function<String, Cname> server, InstantSource clock) {
        this.depth = depth;
        this.server = server;
        this.clock = clock;
    }

    /// @param name in lower case, without port
    Followed follow(String name, Predicate<String> isOurs) {
        var at = name;
        for (int step = 0; step < depth; step++) {
            if (!(answer(at) instanceof Cname.Found found) || found.name().equals(at)) return new Followed.Ended();
            if (isOurs.test(found.name())) return new Followed.Found(found.name());
            at = found.name();
        }
        return new Followed.TooDeep();
    }

    private Cname answer(String name) {
        var known = known(name);
        if (known.isPresent()) return known.get();
        if (!asking.tryAcquire()) return new Cname.Unknown("too many names are looked up");
        try {
            var answer = server.apply(name);
            remember(name, answer);
            return answer;
        } finally {
            asking.release();
        }
    }

    private Optional<Cname> known(String name) {
        synchronized (remembered) {
            @Nullable Remembered found = remembered.get(name);
            return found == null || found.untilMillis() <= clock.millis()
                    ? Optional.empty()
                    : Optional.of(found.answer());
        }
    }

    private void remember(String name, Cname answer) {
        var seconds = switch (answer) {
            case Cname.Found found -> Math.clamp(found.ttlSeconds(), LEAST_SECONDS, MOST_SECONDS);
            case Cname.None _ -> NONE_SECONDS;
            case Cname.Unknown _ -> UNKNOWN_SECONDS;
        };
        synchronized (remembered) {
            remembered.put(name, new Remembered(answer, clock.millis() + seconds * 1_000));
        }
    }
}
