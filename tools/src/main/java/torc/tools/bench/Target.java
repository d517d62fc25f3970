package torc.tools.bench;

import java.net.URI;
import java.util.Map;

/// An endpoint under load: where its objects are and what a request to it must carry.
interface Target {
    /// Scheme, host and port.
    URI base();

    /// How it is called in the report.
    String name();

    /// The path of an object of the benchmark's container; an empty name is the container itself.
    String path(String object);

    /// Header fields of a request, its signature included.
    Map<String, String> headers(String method, String path);
}
