package torc.control.keystone;

import torc.control.api.Refused;
import torc.control.identity.Administration.Change;

/// Turns how a change ended into the record or a refusal.
final class Changes {
    private Changes() {}

    static <T> T done(Change<T> change, String kind, String id) {
        return switch (change) {
            case Change.Done<T>(var record) -> record;
            case Change.Missing<T>() -> throw Refused.notFound(kind, id);
            case Change.NameTaken<T>() -> throw Refused.conflict(kind + " - the name is taken");
        };
    }
}
