package torc.common.http.server;

import torc.common.tls.NodeTls;

/// A server for the nodes of one cluster: TLS 1.3; a client that shows a certificate must be one of them, and is
/// bound
/// as
/// [torc.common.tls.PeerNode#PEER] for its handlers. A client that shows none is let in, for it may want to join:
/// handlers ask who is bound.
public record MutualTls(NodeTls node) implements ServerTls {}
