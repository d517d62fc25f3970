/// `torc simulate`: the code of proxies and their repair and clean-up, run in one thread with simulated time,
/// devices, network and metadata, each run the same again for the same seed.
///
/// Begin at [torc.tools.simulate.Run], one seed from its first write to its verdict. What runs is the code of
/// production: its virtual threads run on [torc.tools.simulate.SimulatedProcess], and the JDK's own timed waits go
/// by simulated time ([torc.tools.simulate.SimulatedJdk]). docs/simulator.md tells how to use it and what it leaves
/// out.
@NullMarked
package torc.tools.simulate;

import org.jspecify.annotations.NullMarked;
