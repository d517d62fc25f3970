package torc.proxy.s3;

import java.util.Set;
import torc.proxy.s3.gate.Operation;

/// One row of the route table.
///
/// @param name of the operation, as in Amazon's API reference
/// @param discriminator the query parameter that chooses this operation; empty for the default of its method
/// @param parameters the other query parameters that it understands
record Route(
        Scope scope, String method, String name, String discriminator, Set<String> parameters, Operation operation) {
    /// What a path names.
    enum Scope {
        SERVICE,
        BUCKET,
        OBJECT
    }

    /// Whether it changes anything.
    boolean writes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    boolean understands(String parameter) {
        return parameter.equals(discriminator) || parameters.contains(parameter);
    }
}
