package torc.proxy.swift.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import torc.common.config.Meaning;

/// How many requests a second are served without delay (Swift's ratelimit), by each process for itself. Nothing
/// is limited at first.
///
/// @param containerChanges containers that are made or deleted in one account; 0 for any number
/// @param objectChanges changes of objects in one container, by the number of its objects: `1000=100` and
/// `100000=10` limit containers of a thousand objects to 100, larger ones to less, evenly, and those of 100,000
/// and more to 10
/// @param listings listings of one container, likewise
/// @param unlimitedAccounts accounts that are served without delay, whatever else is said
/// @param refusedAccounts accounts of which nothing is served
/// @param maxSleep greatest delay; a request that would have to wait longer is refused
public record RateSettings(
        @Meaning("containers made or deleted a second in one account, 0 for any")
        double containerChanges,

        @Meaning("changes a second in one container, as OBJECTS=RATE")
        List<String> objectChanges,

        @Meaning("listings a second of one container, as OBJECTS=RATE")
        List<String> listings,

        @Meaning("accounts that are served without delay") List<String> unlimitedAccounts,

        @Meaning("accounts of which nothing is served") List<String> refusedAccounts,

        @Meaning("greatest delay of a request") Duration maxSleep) {
    public static final RateSettings DEFAULTS =
            new RateSettings(0, List.of(), List.of(), List.of(), List.of(), Duration.ofSeconds(60));

    public RateSettings {
        objectChanges = List.copyOf(objectChanges);
        listings = List.copyOf(listings);
        unlimitedAccounts = List.copyOf(unlimitedAccounts);
        refusedAccounts = List.copyOf(refusedAccounts);
        if (containerChanges < 0 || !maxSleep.isPositive())
            throw new IllegalArgumentException("a rate of " + containerChanges + ", a delay of " + maxSleep);
        steps(objectChanges);
        steps(listings);
    }

    /// From a number of objects on, a rate.
    record Step(long objects, double rate) {}

    static List<Step> steps(List<String> texts) {
        var steps = new ArrayList<Step>();
        for (var text : texts) {
            if (!text.matches("[0-9]{1,15}=[0-9]{1,9}(\\.[0-9]{1,9})?"))
                throw new IllegalArgumentException("a rate is said as OBJECTS=RATE: " + text);
            int equals = text.indexOf('=');
            var rate = Double.parseDouble(text.substring(equals + 1));
            if (rate <= 0) throw new IllegalArgumentException("a rate of nothing: " + text);
            steps.add(new Step(Long.parseLong(text.substring(0, equals)), rate));
        }
        steps.sort(Comparator.comparingLong(Step::objects));
        return steps;
    }

    /// The rate for a container of so many objects; infinite if it is not limited.
    static double rate(List<Step> steps, long objects) {
        var rate = Double.POSITIVE_INFINITY;
        for (int i = 0; i < steps.size() && steps.get(i).objects() <= objects; i++) {
            var step = steps.get(i);
            rate = step.rate();
            if (i + 1 == steps.size()) break;
            var next = steps.get(i + 1);
            if (next.objects() == step.objects()) continue;
            rate += (next.rate() - step.rate()) * (objects - step.objects()) / (next.objects() - step.objects());
        }
        return rate;
    }
}
