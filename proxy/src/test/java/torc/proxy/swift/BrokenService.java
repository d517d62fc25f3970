package torc.proxy.swift;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.Objects;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.Uploads;

/// A store in which everything fails, with words that no client must see.
public final class BrokenService implements ObjectService {
    /// What no client must see.
    public static final String CAUSE = "disk sdb of node 10.0.0.7 in rack 7 gave EIO";

    private final Supplier<RuntimeException> failure;

    BrokenService() {
        this(() -> new IllegalStateException(CAUSE));
    }

    public BrokenService(Supplier<RuntimeException> failure) {
        this.failure = failure;
    }

    @Override
    public ObjectService beyondAccountQuotas() {
        return this;
    }

    @Override
    public Accounts accounts() {
        return broken(Accounts.class);
    }

    @Override
    public Containers containers() {
        return broken(Containers.class);
    }

    @Override
    public Objects objects() {
        return broken(Objects.class);
    }

    @Override
    public Uploads uploads() {
        return broken(Uploads.class);
    }

    @Override
    public StoragePolicies policies() {
        return StoragePolicies.one("default");
    }

    private <T> T broken(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> {
            throw failure.get();
        }));
    }
}
