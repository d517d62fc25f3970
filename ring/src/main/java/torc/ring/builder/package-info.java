/// Building and changing rings: how many partitions each device should hold, which replicas move so that it
/// does, and what an operator may ask of a ring in the making.
///
/// Pure: no I/O, no threads; the time and the seed are arguments. Begin reading at `RingBuilder`;
/// `ReplicaPlan` decides who should hold how much, `FirstAssignment` lays out a new ring and `Rebalance`
/// changes one that is in use.
@NullMarked
package torc.ring.builder;

import org.jspecify.annotations.NullMarked;
