package torc.proxy.s3.bucket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Container;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Containers.CreateOutcome;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.xml.XmlElement;
import torc.proxy.s3.xml.XmlParser;

/// Create, look at and delete buckets.
public final class Buckets {
    /// The property of a container that keeps a location other than the home region.
    static final String LOCATION = "s3-location";

    private static final int MAX_DOCUMENT_BYTES = 16 * 1024;

    private final Containers containers;
    private final List<String> regions;

    /// @param regions those that a bucket may be in; the first is the home region
    public Buckets(Containers containers, List<String> regions) {
        this.containers = containers;
        this.regions = List.copyOf(regions);
    }

    public HttpResponse create(S3Request request) {
        BucketNames.checkNew(request.target().bucket());
        var location = location(request);
        var outcome = containers.create(request.container(), properties -> properties);
        if (outcome == CreateOutcome.EXISTED) throw new S3Failure(S3ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU);
        if (outcome == CreateOutcome.ACCOUNT_ENDED) throw new S3Failure(S3ErrorCode.ACCOUNT_PROBLEM);
        if (!location.equals(regions.getFirst()))
            containers.update(request.container(), properties -> with(properties, location));
        return HttpResponse.of(
                200,
                request.answer()
                        .add("Location", "/" + request.target().bucket())
                        .build());
    }

    public HttpResponse head(S3Request request) {
        var container = existing(request);
        return HttpResponse.of(
                200,
                request.answer()
                        .add("x-amz-bucket-region", locationOf(container))
                        .add("x-amz-access-point-alias", "false")
                        .build());
    }

    public HttpResponse delete(S3Request request) {
        return switch (containers.delete(request.container())) {
            case DELETED -> HttpResponse.of(204, request.answer().build());
            case MISSING -> throw new S3Failure(S3ErrorCode.NO_SUCH_BUCKET);
            case NOT_EMPTY, HAS_VERSIONS -> throw new S3Failure(S3ErrorCode.BUCKET_NOT_EMPTY);
        };
    }

    Container existing(S3Request request) {
        return containers.find(request.container()).orElseThrow(() -> new S3Failure(S3ErrorCode.NO_SUCH_BUCKET));
    }

    String locationOf(Container container) {
        return container.properties().getOrDefault(LOCATION, regions.getFirst());
    }

    String homeRegion() {
        return regions.getFirst();
    }

    private String location(S3Request request) {
        var document = request.payload().readWhole(MAX_DOCUMENT_BYTES);
        if (document.length == 0) return regions.getFirst();
        var location = constraint(XmlParser.parse(document, "CreateBucketConfiguration"));
        if (location.isEmpty()) return regions.getFirst();
        if (!regions.contains(location)) throw new S3Failure(S3ErrorCode.ILLEGAL_LOCATION_CONSTRAINT);
        return location;
    }

    /// The one element that has a meaning here; any other asks for what there is not.
    private static String constraint(XmlElement configuration) {
        for (var child : configuration.children()) {
            if (!child.name().equals("LocationConstraint")) throw new S3Failure(S3ErrorCode.NOT_IMPLEMENTED);
        }
        return configuration.child("LocationConstraint").orElse("").strip();
    }

    private static Map<String, String> with(Map<String, String> properties, String location) {
        var changed = new HashMap<>(properties);
        changed.put(LOCATION, location);
        return changed;
    }
}
