package torc.proxy.s3.object;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// Conditional requests (RFC 9110 §13) as S3 has them.
public final class Conditions {
    private Conditions() {}

    /// Those on a read.
    public static Preconditions ofRead(S3Request request) {
        return of(request, "if-");
    }

    /// Those on a copy's source.
    public static Preconditions ofCopySource(S3Request request) {
        return of(request, "x-amz-copy-source-if-");
    }

    /// Those on a write: If-Match, and If-None-Match with `*`.
    ///
    /// @throws S3Failure NotImplemented for another If-None-Match, as S3 answers
    public static Preconditions ofWrite(S3Request request) {
        var ifMatch = request.header("if-match");
        var ifNoneMatch = request.header("if-none-match");
        if (ifMatch.isEmpty() && ifNoneMatch.isEmpty()) return Preconditions.NONE;
        if (ifNoneMatch.isPresent() && !ifNoneMatch.get().strip().equals("*"))
            throw S3Failure.headerNotImplemented("If-None-Match");
        return new Preconditions(
                tags(ifMatch.orElse("")),
                ifNoneMatch.isPresent() ? List.of("*") : List.of(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /// How conditions on a read hold.
    public enum Verdict {
        HOLDS,
        NOT_MODIFIED,
        FAILED
    }

    /// In the order of RFC 9110 §13.2.2.
    public static Verdict evaluate(Preconditions conditions, StoredObject object) {
        if (conditions.isNone()) return Verdict.HOLDS;
        var seconds = Math.floorDiv(object.modifiedMicros(), 1_000_000L);
        if (!conditions.ifMatch().isEmpty()) {
            if (!matches(conditions.ifMatch(), object.etag())) return Verdict.FAILED;
        } else if (conditions.ifUnmodifiedSinceSeconds().orElse(Long.MAX_VALUE) < seconds) return Verdict.FAILED;
        if (!conditions.ifNoneMatch().isEmpty()) {
            if (matches(conditions.ifNoneMatch(), object.etag())) return Verdict.NOT_MODIFIED;
        } else if (conditions.ifModifiedSinceSeconds().orElse(Long.MIN_VALUE) >= seconds) return Verdict.NOT_MODIFIED;
        return Verdict.HOLDS;
    }

    private static Preconditions of(S3Request request, String prefix) {
        var ifMatch = request.header(prefix + "match");
        var ifNoneMatch = request.header(prefix + "none-match");
        var modified = request.header(prefix + "modified-since");
        var unmodified = request.header(prefix + "unmodified-since");
        if (ifMatch.isEmpty() && ifNoneMatch.isEmpty() && modified.isEmpty() && unmodified.isEmpty())
            return Preconditions.NONE;
        // A time that is none counts as not given (RFC 9110 §13.1.3).
        return new Preconditions(
                tags(ifMatch.orElse("")),
                tags(ifNoneMatch.orElse("")),
                modified.map(Times::seconds).orElse(OptionalLong.empty()),
                unmodified.map(Times::seconds).orElse(OptionalLong.empty()));
    }

    private static boolean matches(List<String> tags, String etag) {
        for (var tag : tags) {
            if (tag.equals("*") || tag.equals(etag)) return true;
        }
        return false;
    }

    /// Entity tags without their quotes; S3's clients leave the quotes away at times.
    private static List<String> tags(String list) {
        if (list.isBlank()) return List.of();
        var tags = new ArrayList<String>();
        for (var part : list.split(",", -1)) {
            var tag = part.strip();
            if (tag.startsWith("W/")) tag = tag.substring(2);
            if (!tag.isEmpty()) tags.add(unquoted(tag));
        }
        return tags;
    }

    /// An entity tag without quotes around it.
    public static String unquoted(String tag) {
        var quoted = tag.length() >= 2 && tag.charAt(0) == '"' && tag.charAt(tag.length() - 1) == '"';
        return quoted ? tag.substring(1, tag.length() - 1) : tag;
    }
}
