package torc.proxy.swift.access;

import java.util.List;
import java.util.Optional;
import torc.common.identity.Caller;

/// Who sends a request: somebody with a token, through a service or not, or anybody.
///
/// @param caller whom the token vouches for; empty for anybody without a valid one
/// @param serviceRoles roles that a service's token has, which came with the caller's; empty without one
public record Sender(Optional<Caller> caller, List<String> serviceRoles) {
    public static final Sender ANYBODY = new Sender(Optional.empty(), List.of());

    public Sender {
        serviceRoles = List.copyOf(serviceRoles);
    }
}
