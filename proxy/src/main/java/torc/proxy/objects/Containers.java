package torc.proxy.objects;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Containers and the listings of their objects.
public interface Containers {
    Optional<Container> find(ContainerName name);

    /// The container's properties; empty if there is no such container. Cheaper than [#find].
    Optional<Map<String, String>> properties(ContainerName name);

    /// Creates a container, or changes the properties of one that is there.
    ///
    /// @param change from the properties as they are (empty for a new one) to those wanted; may be called more
    /// than once
    default CreateOutcome create(ContainerName name, UnaryOperator<Map<String, String>> change) {
        return create(name, OptionalInt.empty(), change);
    }

    /// As above, in a storage policy.
    ///
    /// @param policy number of the policy wanted; empty for the standard one, or whichever the container has
    CreateOutcome create(ContainerName name, OptionalInt policy, UnaryOperator<Map<String, String>> change);

    /// Changes the properties of a container that is there.
    ///
    /// @return false if there is none
    boolean update(ContainerName name, UnaryOperator<Map<String, String>> change);

    /// Removes an empty container without unfinished uploads' parts being kept.
    DeleteOutcome delete(ContainerName name);

    /// A page of the container's objects, in order of their names' UTF-8 bytes; empty if there is no such
    /// container. Its cost grows with the entries that it gives, not with the names that a delimiter folds. The
    /// objects come with length, tag, time, type, end and the dialects' own; headers, metadata and parts are
    /// left out.
    Optional<Listing<StoredObject>> list(ContainerName name, ListQuery query);

    /// A page of all versions of the container's objects, in order of their names, those of a name from the
    /// latest on; empty if there is no such container. Objects that are no versions are among them.
    ///
    /// @param query its delimiter holds no digit
    /// @param afterVersion give versions of the name `query.after()` too: those that are older than this one,
    /// and in reverse those that are later
    Optional<Listing<ListedVersion>> listVersions(ContainerName name, ListQuery query, OptionalLong afterVersion);

    /// @param current whether it is what stands under its name; so is a delete marker after which nothing
    /// came
    record ListedVersion(StoredObject object, boolean current) {}

    /// How creating ended.
    enum CreateOutcome {
        CREATED,
        EXISTED,
        /// It is there in another storage policy than the one wanted, and was not changed.
        OTHER_POLICY,
        /// Its account was ended, and what it held is being removed.
        ACCOUNT_ENDED
    }

    /// How deleting ended.
    enum DeleteOutcome {
        DELETED,
        MISSING,
        NOT_EMPTY,
        /// No object is there, but versions of some.
        HAS_VERSIONS
    }
}
