package torc.proxy.recent;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectService;

/// Properties of accounts and containers as they were up to a second ago, so that what a dialect asks of every
/// request's costs nothing. Rights are never asked for here (THREATS V07). Safe for many threads.
public final class RecentProperties {
    private final Remembered<AccountName, Map<String, String>> accounts;
    private final Remembered<ContainerName, Optional<Map<String, String>>> containers;

    public RecentProperties(ObjectService service, InstantSource clock) {
        this.accounts = new Remembered<>(clock, service.accounts()::properties);
        this.containers = new Remembered<>(clock, service.containers()::properties);
    }

    /// Empty if nothing was ever stored of the account.
    public Map<String, String> of(AccountName name) {
        return accounts.of(name);
    }

    /// Empty if there is no such container.
    public Optional<Map<String, String>> of(ContainerName name) {
        return containers.of(name);
    }

    /// Whether an account was deleted, also while what it held is still being removed.
    public boolean hasEnded(AccountName name) {
        return Accounts.hasEnded(accounts.of(name));
    }

    /// Forgets an account that is being changed.
    public void forget(AccountName name) {
        accounts.forget(name);
    }

    /// Forgets a container that is being changed.
    public void forget(ContainerName name) {
        containers.forget(name);
    }
}
