package torc.proxy.s3.gate;

import java.util.List;
import java.util.function.Predicate;
import torc.common.http.HttpRequest;
import torc.common.identity.Caller;
import torc.common.identity.Caller.Project;
import torc.proxy.objects.AccountName;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.payload.Payload;
import torc.proxy.s3.request.QueryParameters;
import torc.proxy.s3.request.RequestTarget;
import torc.proxy.s3.signature.SignatureVerifier;

/// The one way in. Decodes the target once, verifies the signature over what was decoded, refuses what is not
/// understood, and authorises. Safe for many threads.
///
/// A bucket is a container of the account of the caller's project, and so is a copy's source: no request can
/// name another account's, so that all resources that it touches are the caller's own (docs/decisions,
/// "buckets").
public final class Gate {
    private final SignatureVerifier signatures;
    private final List<String> domains;
    private final List<String> operatorRoles;
    private final Predicate<AccountName> hasEnded;

    /// @param domains base domains of virtual-host style, in lower case
    /// @param operatorRoles roles of which a caller needs one to use its project's account
    /// @param hasEnded whether an account was deleted
    public Gate(
            SignatureVerifier signatures,
            List<String> domains,
            List<String> operatorRoles,
            Predicate<AccountName> hasEnded) {
        this.hasEnded = hasEnded;
        this.signatures = signatures;
        this.domains = List.copyOf(domains);
        this.operatorRoles = List.copyOf(operatorRoles);
    }

    /// @throws S3Failure if the request may not pass
    public S3Request admit(HttpRequest http, String requestId) {
        var headers = http.headers();
        var host = headers.first("host").orElse("");
        var target = RequestTarget.parse(http.rawPath(), host, domains);
        var query = QueryParameters.parse(http.rawQuery());
        var payloadHash = headers.first("x-amz-content-sha256").orElseGet(() -> query.text("X-Amz-Content-Sha256"));
        var signature = signatures.verify(http.method(), target.canonicalPath(), query, headers, payloadHash);
        var fields = AmzFields.collect(headers, query);
        var owner = authorised(signature.accessKey().caller());
        if (hasEnded.test(S3Request.accountOf(owner))) throw new S3Failure(S3ErrorCode.ACCOUNT_PROBLEM);
        checkExpectedOwner(fields, "x-amz-expected-bucket-owner", owner);
        checkExpectedOwner(fields, "x-amz-source-expected-bucket-owner", owner);
        checkVersion(query);
        var payload = new Payload(http.body(), fields::first, signature);
        return new S3Request(http.method(), target, query, fields, owner, payload, requestId);
    }

    private Project authorised(Caller caller) {
        for (var role : operatorRoles) {
            if (caller.hasRole(role)) return caller.project().orElseThrow(Gate::denied);
        }
        throw denied();
    }

    private static void checkExpectedOwner(AmzFields fields, String name, Project owner) {
        var expected = fields.first(name);
        if (expected.isPresent() && !expected.get().equals(owner.id())) throw denied();
    }

    /// Without versioning an object has one version, whose id is `null`.
    private static void checkVersion(QueryParameters query) {
        var version = query.text("versionId");
        if (!version.isEmpty() && !version.equals("null"))
            throw S3Failure.invalidArgument("Invalid version id specified", "versionId", version);
    }

    private static S3Failure denied() {
        return new S3Failure(S3ErrorCode.ACCESS_DENIED);
    }
}
