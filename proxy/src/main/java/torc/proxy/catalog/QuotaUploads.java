package torc.proxy.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;
import torc.proxy.objects.AccountQuota;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.Usage;
import torc.proxy.objects.WriteOutcome;

/// Uploads that are held to their accounts' quotas: each part, and once more all of them together, for parts count
/// only when they have become an object.
final class QuotaUploads implements Uploads {
    private final Uploads uploads;
    private final AccountQuotas quotas;

    QuotaUploads(Uploads uploads, AccountQuotas quotas) {
        this.uploads = uploads;
        this.quotas = quotas;
    }

    @Override
    public PartOutcome putPart(ObjectName name, Id128 upload, int partNumber, PutRequest request) {
        try (var _ = request.body()) {
            return quotas.hold(
                    name.container(),
                    request.announcedBytes().orElse(0),
                    request.maxBytes(),
                    most -> uploads.putPart(name, upload, partNumber, request.holdingAtMost(most)),
                    QuotaUploads::outcome,
                    PartOutcome.Refused::new);
        }
    }

    @Override
    public PartOutcome copyPart(
            ObjectName name,
            Id128 upload,
            int partNumber,
            ObjectName source,
            Optional<Range> range,
            CopyRequest request) {
        return quotas.hold(
                name.container(),
                0,
                request.maxBytes(),
                most -> uploads.copyPart(name, upload, partNumber, source, range, request.holdingAtMost(most)),
                QuotaUploads::outcome,
                PartOutcome.Refused::new);
    }

    /// Of a part that is stored nothing has to be judged; any outcome but TooLarge says that.
    private static WriteOutcome outcome(PartOutcome outcome) {
        return outcome instanceof PartOutcome.Refused(var reason) ? reason : new WriteOutcome.NoUpload();
    }

    @Override
    public WriteOutcome complete(
            ObjectName name,
            Id128 upload,
            List<ListedPart> parts,
            String etag,
            ObjectAttributes attributes,
            Preconditions conditions,
            long minPartBytes) {
        var left = quotas.left(name.container());
        if (!left.equals(AccountQuota.NONE)) {
            var listed = new HashSet<Integer>();
            for (var part : parts) listed.add(part.number());
            // Of an upload that has ended there are no parts: then it may have been completed before.
            var stored = uploads.parts(name, upload, 0, MAX_PARTS);
            var bytes = stored.orElse(List.of()).stream()
                    .filter(part -> listed.contains(part.number()))
                    .mapToLong(Part::bytes)
                    .sum();
            var refusal = left.refuses(new Usage(0, 1, bytes));
            if (stored.isPresent() && refusal.isPresent()) return refusal.get();
        }
        return uploads.complete(name, upload, parts, etag, attributes, conditions, minPartBytes);
    }

    @Override
    public Optional<Upload> create(ObjectName name, ObjectAttributes attributes) {
        return uploads.create(name, attributes);
    }

    @Override
    public Optional<Upload> find(ObjectName name, Id128 upload) {
        return uploads.find(name, upload);
    }

    @Override
    public Optional<List<Part>> parts(ObjectName name, Id128 upload, int after, int limit) {
        return uploads.parts(name, upload, after, limit);
    }

    @Override
    public boolean abort(ObjectName name, Id128 upload) {
        return uploads.abort(name, upload);
    }

    @Override
    public Optional<Listing<Upload>> list(ContainerName container, ListQuery query, Optional<Id128> afterUpload) {
        return uploads.list(container, query, afterUpload);
    }
}
