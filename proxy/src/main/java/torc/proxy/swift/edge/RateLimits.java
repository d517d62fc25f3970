package torc.proxy.swift.edge;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import torc.proxy.objects.Container;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Names;
import torc.proxy.recent.RecentProperties;
import torc.proxy.recent.Remembered;
import torc.proxy.swift.edge.RateSettings.Step;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;

/// Delays requests that come faster than their rate, so that they come as fast as it. Who was slower for less
/// than five seconds may make up for it. Each process counts for itself.
public final class RateLimits {
    /// What may be made up for.
    private static final long BUFFER_MICROS = 5_000_000;

    private static final long REFUSED_MICROS = 1_000_000;

    private static final int MAX_COUNTED = 100_000;
    private static final int MICROS = 1_000_000;

    private final RateSettings settings;
    private final List<Step> objectChanges;
    private final List<Step> listings;
    private final Remembered<ContainerName, Long> objects;
    private final RecentProperties recent;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Map<Key, AtomicLong> next = new ConcurrentHashMap<>();

    /// Waits.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(long micros) throws InterruptedException;
    }

    public RateLimits(
            RateSettings settings,
            Containers containers,
            RecentProperties recent,
            InstantSource clock,
            Sleeper sleeper) {
        this.recent = recent;
        this.settings = settings;
        this.objectChanges = RateSettings.steps(settings.objectChanges());
        this.listings = RateSettings.steps(settings.listings());
        this.objects = new Remembered<>(
                clock,
                name -> containers
                        .find(name)
                        .map(Container::usage)
                        .map(usage -> usage.objects())
                        .orElse(0L));
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /// @param level empty for all changes in an account
    private record Key(Optional<Level> level, String account, String container, boolean reading) {}

    /// Delays a request that has passed the gate.
    ///
    /// @param path of the container, where the path names one
    /// @throws Refused if it would have to wait too long, or nothing is served of its account
    public void await(SwiftPath path, boolean reading) {
        var account = path.account();
        var said = Octets.utf8Length(account) > Names.MAX_ACCOUNT_BYTES
                ? WriteRate.NONE
                : WriteRate.of(recent.of(path.accountName()));
        if (said.isUnlimited() || settings.unlimitedAccounts().contains(account)) return;
        if (said.isRefused() || settings.refusedAccounts().contains(account)) {
            sleep(REFUSED_MICROS); // So that who asks again at once is not served the more often.
            throw new Refused(Fault.ACCOUNT_REFUSED);
        }
        var container = path.level() == Level.CONTAINER && !reading ? "" : path.container();
        await(new Key(Optional.of(path.level()), account, container, reading), rate(path, reading));
        if (!reading) await(new Key(Optional.empty(), account, "", false), said.changes());
    }

    private void await(Key key, double rate) {
        if (rate == Double.POSITIVE_INFINITY) return;
        var micros = delay(key, rate);
        if (micros > 0) sleep(micros);
    }

    private void sleep(long micros) {
        try {
            sleeper.sleep(micros);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused(Fault.UNAVAILABLE);
        }
    }

    private double rate(SwiftPath path, boolean reading) {
        return switch (path.level()) {
            case ACCOUNT -> Double.POSITIVE_INFINITY;
            case CONTAINER -> {
                if (reading) yield ofContainer(path, listings);
                yield settings.containerChanges() > 0 ? settings.containerChanges() : Double.POSITIVE_INFINITY;
            }
            case OBJECT -> reading ? Double.POSITIVE_INFINITY : ofContainer(path, objectChanges);
        };
    }

    private double ofContainer(SwiftPath path, List<Step> steps) {
        if (steps.isEmpty()) return Double.POSITIVE_INFINITY;
        return RateSettings.rate(steps, objects.of(path.containerName(Fault.NOT_FOUND)));
    }

    private long delay(Key key, double rate) {
        var now = clock.millis() * 1_000;
        var step = (long) (MICROS / rate);
        if (next.size() > MAX_COUNTED) next.clear();
        var slot = next.computeIfAbsent(key, _ -> new AtomicLong(now));
        while (true) {
            var free = slot.get();
            var begin = now - free > BUFFER_MICROS ? now : free;
            var wait = begin - now;
            if (wait > settings.maxSleep().toNanos() / 1_000) throw new Refused(Fault.SLOW_DOWN);
            if (slot.compareAndSet(free, begin + step)) return wait;
        }
    }
}
