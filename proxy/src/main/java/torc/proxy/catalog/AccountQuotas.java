package torc.proxy.catalog;

import java.util.function.Function;
import java.util.function.LongFunction;
import torc.proxy.objects.AccountQuota;
import torc.proxy.objects.Container;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Usage;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.objects.WriteOutcome.QuotaExceeded.Holder;

/// Holds writes of every dialect to what their accounts may hold.
///
/// Whether an account has a quota is remembered for a second, so that a write into one without costs nothing.
/// Where there is one, the account's figures are added up for each write. They lie in many shards, so writes that
/// come at once may go beyond a quota by what is on its way; a container's own quota is exact.
final class AccountQuotas {
    private final CatalogAccounts accounts;
    private final CatalogContainers containers;

    AccountQuotas(CatalogAccounts accounts, CatalogContainers containers) {
        this.accounts = accounts;
        this.containers = containers;
    }

    /// What may still be written into a container.
    AccountQuota left(ContainerName container) {
        if (!AccountQuota.isSaid(accounts.recentProperties(container.account()))) return AccountQuota.NONE;
        var account = accounts.find(container.account());
        if (account.isEmpty()) return AccountQuota.NONE;
        var policy = containers.find(container).map(Container::policy).orElse(0);
        return AccountQuota.left(account.get(), policy);
    }

    /// Writes an object if there is room for it.
    ///
    /// @param announced length as far as it is known before
    /// @param maxBytes greatest length allowed in any case
    /// @param write writes no more than so many bytes
    /// @param outcome how it ended, where it did not end well
    /// @param refused what is answered instead
    <T> T hold(
            ContainerName container,
            long announced,
            long maxBytes,
            LongFunction<T> write,
            Function<T, WriteOutcome> outcome,
            Function<WriteOutcome, T> refused) {
        var left = left(container);
        var refusal = left.refuses(new Usage(0, 1, announced));
        if (refusal.isPresent()) return refused.apply(refusal.get());
        // What comes unannounced is held to what is left while it comes.
        var most = Math.min(maxBytes, left.bytes());
        var result = write.apply(most);
        if (most == maxBytes) return result;
        return outcome.apply(result) instanceof WriteOutcome.TooLarge(var allowed) && allowed == most
                ? refused.apply(left.refuses(new Usage(0, 1, Math.addExact(most, 1)))
                        .orElse(new WriteOutcome.QuotaExceeded(Holder.ACCOUNT)))
                : result;
    }
}
