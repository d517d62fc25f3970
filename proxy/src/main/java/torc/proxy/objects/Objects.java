package torc.proxy.objects;

import java.util.Optional;
import java.util.function.UnaryOperator;
import torc.common.stream.ByteSource;

/// Objects. An object whose end has come (`deleteAtSeconds`) is not there, whether it was removed yet or not,
/// but for who asks for it under [ObjectName#EVEN_ENDED].
public interface Objects {
    /// The object as it stands. A version may be a delete marker.
    Optional<StoredObject> find(ObjectName name);

    /// The object with its bytes, as of one moment; overwriting or deleting it does not disturb the reader.
    Optional<OpenObject> open(ObjectName name);

    WriteOutcome put(ObjectName name, PutRequest request);

    /// Makes a version current. What was current stays as a version if it is one or the container keeps
    /// versions.
    ///
    /// @param version names a version
    WriteOutcome restore(ObjectName version);

    /// Changes the attributes of the current object and, with them, its time of modification.
    ///
    /// @param change from the attributes as they are to those wanted; may be called more than once
    WriteOutcome update(ObjectName name, UnaryOperator<ObjectAttributes> change, Preconditions conditions);

    /// Makes `target` the same bytes as `source`, without moving them.
    WriteOutcome copy(ObjectName source, ObjectName target, CopyRequest request);

    /// Where the container keeps versions, the current object stays as one, and another version says that it
    /// was deleted. A version that is named itself is removed, and no older one takes its place. Under
    /// [ObjectName#UNVERSIONED] what is current is taken away without such a version; if it is one, it stays as
    /// one.
    DeleteOutcome delete(ObjectName name, Preconditions conditions);

    /// Deletes what was deleted in a container that is synchronised with this one, and remembers when.
    /// [DeleteOutcome.PreconditionFailed] says that what stands here is as late.
    ///
    /// @param sentMicros when it was deleted there
    DeleteOutcome deleteSent(ObjectName name, long sentMicros);

    /// @param sourceConditions on the source
    /// @param targetConditions on what stands at the target
    /// @param attributes from the source as it is copied to the target's attributes
    /// @param maxBytes greatest length of what is copied
    record CopyRequest(
            Preconditions sourceConditions,
            Preconditions targetConditions,
            UnaryOperator<ObjectAttributes> attributes,
            long maxBytes) {
        /// The same, held to another length.
        public CopyRequest holdingAtMost(long bytes) {
            return new CopyRequest(sourceConditions, targetConditions, attributes, bytes);
        }
    }

    /// How deleting ended.
    sealed interface DeleteOutcome {
        /// @param marker number of the version that says so; [ObjectName#UNVERSIONED] if there is none
        record Deleted(StoredObject object, long marker) implements DeleteOutcome {}

        /// @param marker as above
        record Missing(long marker) implements DeleteOutcome {}

        record NoContainer() implements DeleteOutcome {}

        record PreconditionFailed() implements DeleteOutcome {}

        record Unavailable(String cause) implements DeleteOutcome {}
    }

    /// An object that is being read. Close in every case.
    interface OpenObject extends AutoCloseable {
        StoredObject object();

        /// Its bytes from `firstByte` (inclusive) to `endByte` (exclusive). Several ranges may be read one
        /// after the other.
        ByteSource read(long firstByte, long endByte);

        @Override
        void close();
    }
}
