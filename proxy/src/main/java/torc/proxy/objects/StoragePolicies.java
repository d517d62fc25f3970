package torc.proxy.objects;

import java.util.List;
import java.util.Optional;

/// The storage policies that containers can be made in.
///
/// @param all in order of their numbers, the first one among them
/// @param standard number of the policy of containers whose maker names none
public record StoragePolicies(List<StoragePolicy> all, int standard) {
    public StoragePolicies {
        all = List.copyOf(all);
        if (!isIn(all, standard)) throw new IllegalArgumentException("no policy has the number " + standard);
    }

    private static boolean isIn(List<StoragePolicy> all, int number) {
        return all.stream().anyMatch(policy -> policy.number() == number);
    }

    /// Where there is one policy, it is the first.
    public static StoragePolicies one(String name) {
        return new StoragePolicies(List.of(new StoragePolicy(0, name)), 0);
    }

    /// Letters of either case are the same.
    public Optional<StoragePolicy> named(String name) {
        return all.stream()
                .filter(policy -> policy.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Of a container's policy; a policy that is not known here, as one that another node made just now, is
    /// called
    /// by its number.
    public String name(int number) {
        for (var policy : all) if (policy.number() == number) return policy.name();
        return "policy-" + number;
    }
}
