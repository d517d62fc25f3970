package torc.control.api;

import java.util.Optional;
import torc.common.http.HttpRequest;

/// Tells a router who calls and what they may. `A` is what the service knows of a caller.
public interface Gate<A> {
    /// Who sent the request; empty without a token that holds.
    Optional<A> actor(HttpRequest request);

    boolean isAdministrator(A actor);

    String userId(A actor);
}
