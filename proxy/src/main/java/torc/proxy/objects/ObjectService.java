package torc.proxy.objects;

/// The object store: what Swift and S3 are dialects of. Each part is safe for many threads, and blocks. Where a
/// call
/// has
/// no outcome for a store that is full or cannot be reached now, it throws [StoreUnavailable].
public interface ObjectService {
    Accounts accounts();

    /// The same store for those whom no account's quota binds: who sets them.
    ObjectService beyondAccountQuotas();

    Containers containers();

    Objects objects();

    Uploads uploads();

    /// The storage policies as they are now.
    StoragePolicies policies();
}
