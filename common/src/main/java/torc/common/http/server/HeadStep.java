package torc.common.http.server;

/// How far the parsing of a head has come.
sealed interface HeadStep {
    /// More bytes are needed.
    enum More implements HeadStep {
        MORE
    }

    record Complete(RequestHead head) implements HeadStep {}

    /// The client is refused with this status and the connection is closed, for nobody can know any more where the
    /// next request would begin.
    record Refused(int status, String reason) implements HeadStep {}
}
