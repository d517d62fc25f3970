package torc.control.identity;

import java.util.List;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Transaction;

/// Who holds which role where. A row for each, keyed by user, scope and role, without a value.
final class Assignments {
    private static final char KIND = 'a';

    private final Rows rows;

    Assignments(Rows rows) {
        this.rows = rows;
    }

    void grant(Assignment assignment) {
        rows.commit(rows.change().put(key(assignment), new byte[0]));
    }

    /// @return whether it was there
    boolean revoke(Assignment assignment) {
        if (!holds(assignment)) return false;
        return rows.commit(rows.change().delete(key(assignment)));
    }

    boolean holds(Assignment assignment) {
        return rows.get(key(assignment)).isPresent();
    }

    /// All assignments of a user.
    List<Assignment> ofUser(String userId) {
        return parse(rows.all(RowKey.of(KIND, userId + "/")));
    }

    /// Ids of the roles that a user holds on a scope.
    List<String> roleIds(String userId, Scope scope) {
        return parse(rows.all(RowKey.of(KIND, userId + "/" + scope.assignmentTarget() + "/"))).stream()
                .map(Assignment::roleId)
                .toList();
    }

    List<Assignment> all() {
        return parse(rows.all(RowKey.of(KIND, "")));
    }

    void delete(Assignment assignment, Transaction.Builder change) {
        change.delete(key(assignment));
    }

    private static RowKey key(Assignment assignment) {
        return RowKey.of(
                KIND, assignment.userId() + "/" + assignment.scope().assignmentTarget() + "/" + assignment.roleId());
    }

    private static List<Assignment> parse(List<torc.ring.metadata.Row> rows) {
        return rows.stream().map(row -> parse(row.key().text(1))).toList();
    }

    /// Ids hold no slash, so the four parts are plain.
    private static Assignment parse(String text) {
        var parts = text.split("/", 4);
        var scope = parts[1].equals("p") ? new Scope.OfProject(parts[2]) : new Scope.OfDomain(parts[2]);
        return new Assignment(parts[0], scope, parts[3]);
    }

    /// A role held by a user on a project or a domain.
    record Assignment(String userId, Scope scope, String roleId) {}
}
