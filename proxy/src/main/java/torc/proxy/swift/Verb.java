package torc.proxy.swift;

import java.util.Arrays;
import java.util.List;
import torc.common.http.Headers;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath.Level;

/// The methods of this API.
enum Verb {
    GET,
    HEAD,
    PUT,
    POST,
    DELETE,
    COPY,
    OPTIONS;

    /// The verb of a method, if what the path names has it.
    ///
    /// @param accountManagement whether accounts can be made and deleted
    static Verb of(String method, Level level, boolean accountManagement) {
        for (var verb : values()) {
            if (verb.name().equals(method) && verb.isFor(level, accountManagement)) return verb;
        }
        throw new Refused(Fault.METHOD_NOT_ALLOWED)
                .with(Headers.builder()
                        .add("Allow", String.join(", ", allowed(level, accountManagement)))
                        .build());
    }

    /// The methods that what a path names has.
    static List<String> allowed(Level level, boolean accountManagement) {
        return Arrays.stream(values())
                .filter(verb -> verb.isFor(level, accountManagement))
                .map(Verb::name)
                .toList();
    }

    private boolean isFor(Level level, boolean accountManagement) {
        return switch (this) {
            case GET, HEAD, POST, OPTIONS -> true;
            case PUT, DELETE -> level != Level.ACCOUNT || accountManagement;
            case COPY -> level == Level.OBJECT;
        };
    }

    boolean reads() {
        return this == GET || this == HEAD;
    }
}
