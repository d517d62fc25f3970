package torc.objectserver.replica;

import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobStoreContract;

class ReplicaStoreContractTest extends BlobStoreContract {
    private final TestCluster cluster = new TestCluster(4, 3, TestCluster.patientLimits());

    @Override
    protected BlobStore store() {
        return cluster.store();
    }
}
