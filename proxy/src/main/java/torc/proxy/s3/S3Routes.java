package torc.proxy.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import torc.proxy.objects.ObjectService;
import torc.proxy.s3.Route.Scope;
import torc.proxy.s3.bucket.BucketFacts;
import torc.proxy.s3.bucket.BucketList;
import torc.proxy.s3.bucket.Buckets;
import torc.proxy.s3.bulk.BulkDelete;
import torc.proxy.s3.copy.ObjectCopies;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.gate.Operation;
import torc.proxy.s3.listing.KeyListing;
import torc.proxy.s3.object.MissingKeys;
import torc.proxy.s3.object.ObjectFacts;
import torc.proxy.s3.object.ObjectReads;
import torc.proxy.s3.object.ObjectWrites;
import torc.proxy.s3.upload.Completion;
import torc.proxy.s3.upload.UploadListings;
import torc.proxy.s3.upload.UploadParts;
import torc.proxy.s3.upload.UploadStart;

/// All operations of the dialect, by scope, method and discriminator.
final class S3Routes {
    private static final String[] READ_PARAMETERS = {
        "partNumber",
        "versionId",
        "response-content-type",
        "response-content-language",
        "response-expires",
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding"
    };

    private final List<Route> routes = new ArrayList<>();

    private S3Routes() {}

    static RouteTable over(ObjectService service, S3Settings settings) {
        var table = new S3Routes();
        table.addBuckets(service, settings);
        table.addObjects(service, settings);
        table.addUploads(service, settings);
        return new RouteTable(table.routes);
    }

    private void addBuckets(ObjectService service, S3Settings settings) {
        var buckets = new Buckets(service.containers(), settings.regions());
        var list = new BucketList(service.accounts());
        add(Scope.SERVICE, "GET", "ListBuckets", "", list::list, "prefix", "max-buckets", "continuation-token");
        add(Scope.BUCKET, "PUT", "CreateBucket", "", buckets::create);
        add(Scope.BUCKET, "HEAD", "HeadBucket", "", buckets::head);
        add(Scope.BUCKET, "DELETE", "DeleteBucket", "", buckets::delete);
        var listing = new KeyListing(service.containers());
        add(
                Scope.BUCKET,
                "GET",
                "ListObjects",
                "",
                listing::list,
                "list-type",
                "prefix",
                "delimiter",
                "marker",
                "max-keys",
                "encoding-type",
                "start-after",
                "continuation-token",
                "fetch-owner");
        var bulk = new BulkDelete(service.containers(), service.objects());
        add(Scope.BUCKET, "POST", "DeleteObjects", "delete", bulk::run);
        addFacts(new BucketFacts(buckets));
    }

    private void addFacts(BucketFacts facts) {
        addFact("GetBucketLocation", "location", facts::location);
        addFact("GetBucketVersioning", "versioning", facts::versioning);
        addFact("GetBucketRequestPayment", "requestPayment", facts::requestPayment);
        addFact("GetBucketAcl", "acl", facts::acl);
        addFact("GetBucketPolicy", "policy", facts.absent(S3ErrorCode.NO_SUCH_BUCKET_POLICY));
        addFact("GetBucketCors", "cors", facts.absent(S3ErrorCode.NO_SUCH_CORS_CONFIGURATION));
        addFact(
                "GetBucketLifecycleConfiguration",
                "lifecycle",
                facts.absent(S3ErrorCode.NO_SUCH_LIFECYCLE_CONFIGURATION));
        addFact("GetBucketEncryption", "encryption", facts.absent(S3ErrorCode.NO_SUCH_ENCRYPTION_CONFIGURATION));
        addFact(
                "GetObjectLockConfiguration",
                "object-lock",
                facts.absent(S3ErrorCode.NO_SUCH_OBJECT_LOCK_CONFIGURATION));
        addFact("GetBucketReplication", "replication", facts.absent(S3ErrorCode.NO_SUCH_REPLICATION_CONFIGURATION));
        addFact("GetBucketTagging", "tagging", facts.absent(S3ErrorCode.NO_SUCH_TAG_SET));
        addFact("GetBucketWebsite", "website", facts.absent(S3ErrorCode.NO_SUCH_WEBSITE_CONFIGURATION));
    }

    private void addObjects(ObjectService service, S3Settings settings) {
        var missing = new MissingKeys(service.containers());
        var reads = new ObjectReads(service.objects(), missing);
        add(Scope.OBJECT, "GET", "GetObject", "", reads::get, READ_PARAMETERS);
        add(Scope.OBJECT, "HEAD", "HeadObject", "", reads::head, READ_PARAMETERS);
        var writes = new ObjectWrites(service.objects(), missing, settings.maxPutBytes());
        var copies = new ObjectCopies(service.objects(), missing, settings.maxPutBytes());
        add(
                Scope.OBJECT,
                "PUT",
                "PutObject",
                "",
                request ->
                        request.header("x-amz-copy-source").isPresent() ? copies.copy(request) : writes.put(request));
        add(Scope.OBJECT, "DELETE", "DeleteObject", "", writes::delete, "versionId");
        var facts = new ObjectFacts(service.objects(), missing);
        add(Scope.OBJECT, "GET", "GetObjectAcl", "acl", facts::acl, "versionId");
        add(Scope.OBJECT, "GET", "GetObjectTagging", "tagging", facts::tagging, "versionId");
        add(Scope.OBJECT, "GET", "GetObjectAttributes", "attributes", facts::attributes, "versionId");
    }

    private void addUploads(ObjectService service, S3Settings settings) {
        var missing = new MissingKeys(service.containers());
        var start = new UploadStart(service.uploads());
        add(Scope.OBJECT, "POST", "CreateMultipartUpload", "uploads", start::create);
        add(Scope.OBJECT, "DELETE", "AbortMultipartUpload", "uploadId", start::abort);
        var parts = new UploadParts(service.uploads(), missing, settings.maxPutBytes());
        add(Scope.OBJECT, "PUT", "UploadPart", "uploadId", parts::put, "partNumber");
        var completion = new Completion(service.uploads(), settings.minPartBytes());
        add(Scope.OBJECT, "POST", "CompleteMultipartUpload", "uploadId", completion::complete);
        var listings = new UploadListings(service.uploads());
        add(
                Scope.OBJECT,
                "GET",
                "ListParts",
                "uploadId",
                listings::parts,
                "max-parts",
                "part-number-marker",
                "encoding-type");
        add(
                Scope.BUCKET,
                "GET",
                "ListMultipartUploads",
                "uploads",
                listings::uploads,
                "prefix",
                "delimiter",
                "key-marker",
                "upload-id-marker",
                "max-uploads",
                "encoding-type");
    }

    private void addFact(String name, String discriminator, Operation operation) {
        add(Scope.BUCKET, "GET", name, discriminator, operation);
    }

    private void add(
            Scope scope, String method, String name, String discriminator, Operation operation, String... parameters) {
        routes.add(new Route(scope, method, name, discriminator, Set.of(parameters), operation));
    }
}
