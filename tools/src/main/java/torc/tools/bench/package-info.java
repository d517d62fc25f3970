/// `torc bench`: load on any Swift or S3 endpoint, Torc's or a peer's, with every byte read verified.
///
/// Begin at [torc.tools.bench.ObjectBenchCommand]. A closed loop for each connection runs on Vert.x event loops;
/// the
/// Vert.x types stay in `LoadClient`. Figures are of this machine and this moment: quote ratios.
@NullMarked
package torc.tools.bench;

import org.jspecify.annotations.NullMarked;
