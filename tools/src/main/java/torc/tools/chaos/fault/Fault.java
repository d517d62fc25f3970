package torc.tools.chaos.fault;

import java.util.Optional;
import java.util.SplittableRandom;

/// A kind of thing that goes wrong.
public interface Fault {
    /// As `--faults` names it.
    String name();

    /// Why it cannot be made on this machine or with this cluster; empty if it can.
    Optional<String> missing(Target target) throws InterruptedException;

    /// Makes it happen.
    ///
    /// @throws NothingToHurt if other faults have all that it could hurt
    Injection inject(Target target, SplittableRandom random) throws InterruptedException;

    /// What happened, and the way back.
    ///
    /// @param what for people
    record Injection(String what, Undo undo) {}

    /// Brings back what was there before, as far as that is not the cluster's own work. A node that is
    /// started is not waited for ([Target#heal()]). It is run again if it fails.
    @FunctionalInterface
    interface Undo {
        void run() throws InterruptedException;
    }

    /// All nodes that it could hurt are hurt already.
    final class NothingToHurt extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NothingToHurt() {
            super("no node is free", null, false, false);
        }
    }
}
