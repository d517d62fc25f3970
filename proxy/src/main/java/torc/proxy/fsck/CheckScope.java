package torc.proxy.fsck;

import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.ShardKey;

/// Whose rows and blobs a check looks at.
///
/// @param account name of the account; empty for all
/// @param container name of the account's container; empty for all
public record CheckScope(String account, String container) {
    /// Everything.
    public static final CheckScope ALL = new CheckScope("", "");

    /// @throws IllegalArgumentException if the names are none, or a container is named without its account
    public CheckScope {
        if (account.isEmpty() && !container.isEmpty())
            throw new IllegalArgumentException("a container is of an account; say which");
        if (!container.isEmpty()) {
            var _ = new ContainerName(new AccountName(account), container);
        } else if (!account.isEmpty()) {
            var _ = new AccountName(account);
        }
    }

    public boolean isAll() {
        return account.isEmpty();
    }

    /// Whether a container's rows are looked at, or a blob that was written for it.
    ///
    /// @param shard text of the key of a shard, such as the owner of a blob tells
    public boolean covers(String shard) {
        if (isAll()) return true;
        if (!RowKeys.isOfContainer(shard)) return false;
        var name = RowKeys.container(new ShardKey(shard));
        return name.account().text().equals(account) && covers(name);
    }

    boolean covers(AccountName name) {
        return isAll() || name.text().equals(account);
    }

    /// @param name of an account that is covered
    boolean covers(ContainerName name) {
        return container.isEmpty() || name.text().equals(container);
    }
}
