package torc.proxy.objects;

/// The object store: what Swift and S3 are dialects of. Each part is safe for many threads, and blocks.
public interface ObjectService {
    Accounts accounts();

    Containers containers();

    Objects objects();

    Uploads uploads();
}
