/// A node's identity in a cluster: the cluster's certificate authority, `torc init`, `torc token`, `torc join`,
/// and the API by which nodes admit each other (docs/how-to/cluster.md; formats: docs/formats.md, "Cluster").
///
/// Begin reading at [torc.tools.cluster.ClusterIdentity] (what a data directory holds),
/// [torc.tools.cluster.Membership] (the rows: nodes, tokens, the authority's sealed key) and
/// [torc.tools.cluster.NodeApi] (the wire). Everything here blocks; handlers run on virtual threads. Bouncy
/// Castle stays behind [torc.tools.cluster.CertificateAuthority] and `SigningRequest`.
@NullMarked
package torc.tools.cluster;

import org.jspecify.annotations.NullMarked;
