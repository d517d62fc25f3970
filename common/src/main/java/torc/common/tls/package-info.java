/// Mutual TLS between the nodes of one cluster: who a peer is, and whether it belongs here.
///
/// Begin reading at [torc.common.tls.NodeTls]. Certificates are made elsewhere (`torc.tools.cluster`); here they
/// are only held, shown and checked, with the JDK's own types, so that each adapter (Vert.x, Ratis, the JDK's
/// HTTP
/// client) takes them as they are. Formats: docs/formats.md, "Cluster".
@NullMarked
package torc.common.tls;

import org.jspecify.annotations.NullMarked;
