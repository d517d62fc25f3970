package torc.proxy.objects;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// Accounts. An account exists from the first container or metadata on; the dialects decide whether one may
/// begin.
public interface Accounts {
    /// Property of an account that was ended: when, in microseconds since 1970.
    String ENDED = "ended-micros";

    /// Whether an account with these properties was ended.
    static boolean hasEnded(Map<String, String> properties) {
        return properties.containsKey(ENDED);
    }

    /// The account with its usage: the sum over its containers at this moment. Empty if nothing was ever stored
    /// of it.
    Optional<Account> find(AccountName name);

    /// The account's properties; empty if nothing was ever stored of it. Cheaper than [#find].
    Map<String, String> properties(AccountName name);

    /// Changes the account's properties atomically, creating the account if need be.
    ///
    /// @param change from the properties as they are to those wanted; may be called more than once
    void update(AccountName name, UnaryOperator<Map<String, String>> change);

    /// A page of the account's containers, in order of their names' UTF-8 bytes.
    Listing<Container> list(AccountName name, ListQuery query);

    /// Removes an account that has no containers.
    ///
    /// @return false if it has containers
    boolean delete(AccountName name);

    /// Ends an account with all that it holds. From now on no container can be made in it; the dialects show
    /// nothing of it, and a daemon removes what it holds, and in the end the account, by and by.
    ///
    /// @return false if there is none, or it has ended before
    boolean end(AccountName name);

    /// @param createdMicros microseconds since 1970
    /// @param properties what the dialects keep of it, by lower-case name
    /// @param usageByPolicy the usage of its containers by number of their storage policy, for each that has
    /// any
    record Account(
            AccountName name,
            long createdMicros,
            Map<String, String> properties,
            Usage usage,
            SortedMap<Integer, Usage> usageByPolicy) {}
}
