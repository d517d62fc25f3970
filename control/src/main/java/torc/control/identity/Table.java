package torc.control.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.metadata.Check;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Transaction;

/// The records of one kind: a row by id, and a row by name that holds the id and keeps names
/// unique.
/// Names compare as Keystone's do: without regard to case.
final class Table<T extends Named> {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Rows rows;
    private final char kind;
    private final Class<T> type;

    /// @param kind a lower-case letter; its capital marks the rows by name
    Table(Rows rows, char kind, Class<T> type) {
        this.rows = rows;
        this.kind = kind;
        this.type = type;
    }

    Optional<T> find(String id) {
        return rows.get(key(id)).map(row -> parse(row.value()));
    }

    Optional<T> findByName(String domainId, String name) {
        return rows.get(nameKey(domainId, name)).flatMap(row -> find(new String(row.value(), StandardCharsets.UTF_8)));
    }

    List<T> all() {
        return rows.all(RowKey.of(kind, "")).stream()
                .map(row -> parse(row.value()))
                .toList();
    }

    /// @param beside adds what else must hold or happens
    /// @return false if the id or the name is taken, or something else does not hold
    boolean create(T record, Consumer<Transaction.Builder> beside) {
        var key = key(record.id());
        var nameKey = nameKey(record.domainId(), record.name());
        var change = rows.change()
                .check(new Check.Absent(key))
                .check(new Check.Absent(nameKey))
                .put(key, JSON.writeValueAsBytes(record))
                .put(nameKey, record.id().getBytes(StandardCharsets.UTF_8));
        beside.accept(change);
        return rows.commit(change);
    }

    /// Changes a record that is there; the change may be called more than once.
    UpdateOutcome<T> update(String id, UnaryOperator<T> change) {
        while (true) {
            var row = rows.get(key(id));
            if (row.isEmpty()) return new UpdateOutcome.Missing<>();
            var before = parse(row.get().value());
            var after = change.apply(before);
            var oldName = nameKey(before.domainId(), before.name());
            var newName = nameKey(after.domainId(), after.name());
            var transaction = rows.change()
                    .check(new Check.AtRevision(key(id), row.get().revision()))
                    .put(key(id), JSON.writeValueAsBytes(after));
            if (!oldName.equals(newName)) {
                if (rows.get(newName).isPresent()) return new UpdateOutcome.NameTaken<>();
                transaction
                        .check(new Check.Absent(newName))
                        .delete(oldName)
                        .put(newName, id.getBytes(StandardCharsets.UTF_8));
            }
            if (rows.commit(transaction)) return new UpdateOutcome.Updated<>(after);
        }
    }

    /// Adds the removal of a record, and of the name that it has now, to a change.
    ///
    /// @return false if it is gone
    boolean delete(String id, Transaction.Builder change) {
        var row = rows.get(key(id));
        if (row.isEmpty()) return false;
        var record = parse(row.get().value());
        change.check(new Check.AtRevision(key(id), row.get().revision()))
                .delete(key(id))
                .delete(nameKey(record.domainId(), record.name()));
        return true;
    }

    RowKey key(String id) {
        return RowKey.of(kind, id);
    }

    private RowKey nameKey(String domainId, String name) {
        return RowKey.of(Character.toUpperCase(kind), domainId + "\0" + name.toLowerCase(java.util.Locale.ROOT));
    }

    private T parse(byte[] value) {
        return JSON.readValue(value, type);
    }

    /// How an update ended.
    sealed interface UpdateOutcome<T> {
        record Updated<T>(T record) implements UpdateOutcome<T> {}

        record Missing<T>() implements UpdateOutcome<T> {}

        record NameTaken<T>() implements UpdateOutcome<T> {}
    }
}
