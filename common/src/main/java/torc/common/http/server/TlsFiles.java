package torc.common.http.server;

import java.nio.file.Path;

/// A certificate chain and its private key, both PEM: a server for clients that know it by a public or given
/// authority.
public record TlsFiles(Path certificate, Path key) implements ServerTls {}
