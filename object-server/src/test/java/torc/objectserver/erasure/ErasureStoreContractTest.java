package torc.objectserver.erasure;

import java.util.stream.IntStream;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobStoreContract;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.replica.UnrulyDevice;

class ErasureStoreContractTest extends BlobStoreContract {
    private final ErasureCluster<UnrulyDevice> cluster = new ErasureCluster<>(
            IntStream.range(0, 7)
                    .mapToObj(index -> new UnrulyDevice("d" + index))
                    .toList(),
            4,
            2,
            TestCluster.patientLimits());

    @Override
    protected BlobStore store() {
        return cluster.store;
    }
}
