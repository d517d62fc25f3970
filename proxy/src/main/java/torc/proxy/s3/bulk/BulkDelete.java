package torc.proxy.s3.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.object.Conditions;
import torc.proxy.s3.request.Keys;
import torc.proxy.s3.xml.XmlText;

/// DeleteObjects: each key is a deletion of its own, some at a time, so that they share the disks' syncs.
public final class BulkDelete {
    /// 1,000 keys of 1,024 bytes, each byte as a reference of six signs at worst, fit not quite; S3's bound
    /// is 2 MiB.
    private static final int MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

    private static final int AT_ONCE = 32;

    private final Containers containers;
    private final Objects objects;

    public BulkDelete(Containers containers, Objects objects) {
        this.containers = containers;
        this.objects = objects;
    }

    public HttpResponse run(S3Request request) {
        var payload = request.payload();
        if (!payload.hasIntegrity())
            throw new S3Failure(S3ErrorCode.INVALID_REQUEST, "Missing required header for this request: Content-MD5");
        var list = DeleteList.parse(payload.readWhole(MAX_DOCUMENT_BYTES));
        if (containers.find(request.container()).isEmpty()) throw new S3Failure(S3ErrorCode.NO_SUCH_BUCKET);
        var failures = deleteAll(request, list.items());
        var xml = XmlText.document("DeleteResult");
        for (int i = 0; i < failures.size(); i++) append(xml, list, list.items().get(i), failures.get(i));
        return XmlAnswers.ok(request.answer(), xml.close("DeleteResult"));
    }

    /// What each ended with, in order; null for success.
    private List<@Nullable S3Failure> deleteAll(S3Request request, List<DeleteList.Item> items) {
        var running = new ArrayList<Future<@Nullable S3Failure>>(items.size());
        var places = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var item : items) {
                places.acquireUninterruptibly();
                running.add(threads.submit(() -> {
                    try {
                        return delete(request, item);
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        var failures = new ArrayList<@Nullable S3Failure>(items.size());
        for (var each : running) failures.add(resultOf(each));
        return failures;
    }

    private @Nullable S3Failure delete(S3Request request, DeleteList.Item item) {
        try {
            Keys.check(item.key());
            if (!item.versionId().isEmpty() && !item.versionId().equals("null"))
                return new S3Failure(S3ErrorCode.NO_SUCH_VERSION);
            var outcome = objects.delete(S3Request.object(request.container(), item.key()), conditions(item));
            return switch (outcome) {
                case DeleteOutcome.Deleted _, DeleteOutcome.Missing _ -> null;
                default -> ErrorAnswers.of(outcome);
            };
        } catch (RuntimeException e) {
            return ErrorAnswers.failureOf(e); // The other keys' deletions go on.
        }
    }

    private static Preconditions conditions(DeleteList.Item item) {
        if (item.etag().isEmpty()) return Preconditions.NONE;
        return new Preconditions(
                List.of(Conditions.unquoted(item.etag())), List.of(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static @Nullable S3Failure resultOf(Future<@Nullable S3Failure> deletion) {
        try {
            return deletion.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a deletion gives its failures as values", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new S3Failure(S3ErrorCode.SERVICE_UNAVAILABLE);
        }
    }

    private static void append(XmlText xml, DeleteList list, DeleteList.Item item, @Nullable S3Failure failure) {
        if (failure != null)
            xml.open("Error")
                    .element("Key", item.key())
                    .element("Code", failure.code().code())
                    .element("Message", failure.message())
                    .close("Error");
        else if (!list.quiet()) xml.open("Deleted").element("Key", item.key()).close("Deleted");
    }
}
