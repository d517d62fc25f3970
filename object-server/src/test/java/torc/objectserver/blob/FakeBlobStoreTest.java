package torc.objectserver.blob;

class FakeBlobStoreTest extends BlobStoreContract {
    private final FakeBlobStore store = new FakeBlobStore();

    @Override
    protected BlobStore store() {
        return store;
    }
}
