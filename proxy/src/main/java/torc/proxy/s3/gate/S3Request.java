package torc.proxy.s3.gate;

import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.common.identity.Caller.Project;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.payload.Payload;
import torc.proxy.s3.request.QueryParameters;
import torc.proxy.s3.request.RequestTarget;

/// A request that has passed the gate: whoever sent it may do to its target, and to its copy source, what it
/// asks.
public final class S3Request {
    private final String method;
    private final RequestTarget target;
    private final QueryParameters query;
    private final AmzFields fields;
    private final Project owner;
    private final Payload payload;
    private final String requestId;

    S3Request(
            String method,
            RequestTarget target,
            QueryParameters query,
            AmzFields fields,
            Project owner,
            Payload payload,
            String requestId) {
        this.method = method;
        this.target = target;
        this.query = query;
        this.fields = fields;
        this.owner = owner;
        this.payload = payload;
        this.requestId = requestId;
    }

    public String method() {
        return method;
    }

    public RequestTarget target() {
        return target;
    }

    public QueryParameters query() {
        return query;
    }

    /// The value of a field, of the head or of a presigned query.
    public Optional<String> header(String lowerCaseName) {
        return fields.first(lowerCaseName);
    }

    /// The user's metadata by name without its prefix.
    public Map<String, String> metadata() {
        return fields.metadata();
    }

    /// The project whose account the buckets are in.
    public Project owner() {
        return owner;
    }

    public Payload payload() {
        return payload;
    }

    /// The account of the caller's project.
    public AccountName account() {
        return accountOf(owner);
    }

    public ContainerName container() {
        return container(target.bucket());
    }

    /// A bucket of the caller's own account, the only one that this dialect reaches.
    public ContainerName container(String bucket) {
        try {
            return new ContainerName(account(), bucket);
        } catch (IllegalArgumentException _) {
            throw new S3Failure(S3ErrorCode.INVALID_BUCKET_NAME);
        }
    }

    public ObjectName object() {
        return object(container(), target.key());
    }

    public static ObjectName object(ContainerName container, String key) {
        try {
            return new ObjectName(container, key);
        } catch (IllegalArgumentException _) {
            throw new S3Failure(S3ErrorCode.INVALID_URI);
        }
    }

    /// The head of an answer, begun with what every answer carries.
    public Headers.Builder answer() {
        return Headers.builder().add("x-amz-request-id", requestId).add("x-amz-id-2", requestId);
    }

    static AccountName accountOf(Project project) {
        return new AccountName("AUTH_" + project.id());
    }
}
