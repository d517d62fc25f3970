package torc.proxy.swift.object;

import java.util.List;
import java.util.OptionalLong;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Preconditions;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.request.SwiftRequest;

/// What the conditional headers of a write ask of the object that stands there, for the service to judge in the
/// transaction that writes.
final class WriteConditions {
    private WriteConditions() {}

    /// Of a copy, only what is asked of its target. Tags are meant as reads show them: that of a static large object
    /// is another than its manifest's, which the service knows it by.
    static Preconditions of(SwiftRequest request, Objects objects, ObjectName name) {
        var asked = Conditions.of(request.headers());
        if (!request.sources().isEmpty()) return ofTarget(asked);
        if (!namesTags(asked.ifMatch()) && !namesTags(asked.ifNoneMatch())) return asked;
        var found = objects.find(name).filter(LargeObjectMarks::isStatic);
        if (found.isEmpty()) return asked;
        var shown = LargeObjectMarks.staticEtag(found.get());
        var stored = found.get().etag();
        return new Preconditions(
                meaning(asked.ifMatch(), shown, stored),
                meaning(asked.ifNoneMatch(), shown, stored),
                asked.ifModifiedSinceSeconds(),
                asked.ifUnmodifiedSinceSeconds());
    }

    private static boolean namesTags(List<String> tags) {
        return tags.stream().anyMatch(tag -> !tag.equals("*"));
    }

    private static List<String> meaning(List<String> tags, String shown, String stored) {
        return tags.stream().map(tag -> tag.equals(shown) ? stored : tag).toList();
    }

    /// What a copy asks of its source, as in Swift: all but that the target be new.
    static Preconditions ofSource(Preconditions asked) {
        return new Preconditions(
                asked.ifMatch(),
                isForTarget(asked) ? List.of() : asked.ifNoneMatch(),
                asked.ifModifiedSinceSeconds(),
                asked.ifUnmodifiedSinceSeconds());
    }

    /// What a copy asks of its target: nothing, or that it be new.
    static Preconditions ofTarget(Preconditions asked) {
        return isForTarget(asked)
                ? new Preconditions(List.of(), asked.ifNoneMatch(), OptionalLong.empty(), OptionalLong.empty())
                : Preconditions.NONE;
    }

    private static boolean isForTarget(Preconditions asked) {
        return asked.ifNoneMatch().contains("*");
    }
}
