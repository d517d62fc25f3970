package torc.control.api;

/// Who may call a route. Checked by [ApiRouter] before the handler sees the request.
public enum Access {
    /// Anybody, also without a token.
    PUBLIC,
    /// Whoever has a token that holds.
    AUTHENTICATED,
    /// The user that the path parameter `user` names, and cloud administrators.
    SELF_OR_ADMINISTRATOR,
    /// Cloud administrators.
    ADMINISTRATOR
}
