package torc.proxy.catalog;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;

/// Objects whose writes are held to their accounts' quotas.
final class QuotaObjects implements Objects {
    private final Objects objects;
    private final AccountQuotas quotas;

    QuotaObjects(Objects objects, AccountQuotas quotas) {
        this.objects = objects;
        this.quotas = quotas;
    }

    @Override
    public WriteOutcome put(ObjectName name, PutRequest request) {
        try (var _ = request.body()) {
            return quotas.hold(
                    name.container(),
                    request.announcedBytes().orElse(0),
                    request.maxBytes(),
                    most -> objects.put(name, request.holdingAtMost(most)),
                    Function.identity(),
                    Function.identity());
        }
    }

    @Override
    public WriteOutcome copy(ObjectName source, ObjectName target, CopyRequest request) {
        return quotas.hold(
                target.container(),
                0,
                request.maxBytes(),
                most -> objects.copy(source, target, request.holdingAtMost(most)),
                Function.identity(),
                Function.identity());
    }

    @Override
    public Optional<StoredObject> find(ObjectName name) {
        return objects.find(name);
    }

    @Override
    public Optional<OpenObject> open(ObjectName name) {
        return objects.open(name);
    }

    @Override
    public WriteOutcome restore(ObjectName version) {
        return objects.restore(version);
    }

    @Override
    public WriteOutcome update(ObjectName name, UnaryOperator<ObjectAttributes> change, Preconditions conditions) {
        return objects.update(name, change, conditions);
    }

    @Override
    public DeleteOutcome delete(ObjectName name, Preconditions conditions) {
        return objects.delete(name, conditions);
    }

    @Override
    public DeleteOutcome deleteSent(ObjectName name, long sentMicros) {
        return objects.deleteSent(name, sentMicros);
    }
}
