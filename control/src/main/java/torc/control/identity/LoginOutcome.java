package torc.control.identity;

/// How a login ended. A refusal does not say why: the client shall not learn what exists (THREATS
/// K11).
public sealed interface LoginOutcome {
    record Granted(Login login) implements LoginOutcome {}

    record Refused() implements LoginOutcome {}
}
