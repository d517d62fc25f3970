package torc.common.http.server;

/// How a server speaks TLS.
public sealed interface ServerTls permits TlsFiles, MutualTls {}
