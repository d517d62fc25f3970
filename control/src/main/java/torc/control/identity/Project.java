package torc.control.identity;

/// A project: the owner of an account, its containers, and whatever else belongs to somebody.
///
/// @param parentId the project above, or the domain's id
public record Project(String id, String name, String domainId, boolean enabled, String description, String parentId)
        implements Named {}
