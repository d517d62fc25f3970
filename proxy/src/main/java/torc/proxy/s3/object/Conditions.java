package torc.proxy.s3.object;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import torc.proxy.objects.Preconditions;
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
                tags(ifMatch.orElse(""), false),
                ifNoneMatch.isPresent() ? List.of("*") : List.of(),
                OptionalLong.empty(),
                OptionalLong.empty());
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
                tags(ifMatch.orElse(""), false),
                tags(ifNoneMatch.orElse(""), true),
                modified.map(Times::seconds).orElse(OptionalLong.empty()),
                unmodified.map(Times::seconds).orElse(OptionalLong.empty()));
    }

    /// Entity tags without their quotes; S3's clients leave the quotes away at times. Compared weakly, a weak tag
    /// stands
    /// for the strong one; otherwise it stays as it is and matches nothing (RFC 9110 §8.8.3.2).
    private static List<String> tags(String list, boolean weakly) {
        if (list.isBlank()) return List.of();
        var tags = new ArrayList<String>();
        for (var part : list.split(",", -1)) {
            var tag = part.strip();
            if (weakly && tag.startsWith("W/")) tag = tag.substring(2);
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
