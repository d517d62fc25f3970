package torc.control.identity;

/// What a token or a role assignment is about.
public sealed interface Scope {
    /// Nothing yet: good for asking what there is to choose from.
    record Unscoped() implements Scope {}

    record OfProject(String projectId) implements Scope {}

    record OfDomain(String domainId) implements Scope {}

    /// The key under which role assignments on this scope are kept.
    default String assignmentTarget() {
        return switch (this) {
            case Unscoped _ -> throw new IllegalStateException("no role is held in no scope");
            case OfProject project -> "p/" + project.projectId();
            case OfDomain domain -> "d/" + domain.domainId();
        };
    }
}
