package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import torc.common.id.Ids;
import torc.objectserver.blob.FakeBlobStore;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoreUnavailable;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;

/// A metadata store without a leader makes the object service unavailable, not faulty. The simulator found it so.
final class AnsweredRowsTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");
    private static final ObjectName OBJECT = new ObjectName(CONTAINER, "o");

    @Test
    void whatCannotBeReadIsUnavailable() {
        var rows = (MetadataStore) Proxy.newProxyInstance(
                MetadataStore.class.getClassLoader(), new Class<?>[] {MetadataStore.class}, (_, _, _) -> {
                    throw new MetadataUnavailable("no leader", new IllegalStateException());
                });
        var ids = new Ids(new Random(1));
        try (var service =
                new CatalogService(rows, new FakeBlobStore(), ObjectsConfig.DEFAULTS, InstantSource.system(), ids)) {
            for (var call : List.<ThrowingCallable>of(
                    () -> service.objects().find(OBJECT),
                    () -> service.objects().open(OBJECT),
                    () -> service.objects().put(OBJECT, Bodies.put(new byte[10])),
                    () -> service.objects().delete(OBJECT, Preconditions.NONE),
                    () -> service.containers().find(CONTAINER),
                    () -> service.containers().list(CONTAINER, ListQuery.firstPage(10)),
                    () -> service.accounts().find(CONTAINER.account()))) {
                assertThatThrownBy(call).isInstanceOf(StoreUnavailable.class).hasMessage("no leader");
            }
        }
    }
}
