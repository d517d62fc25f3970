package torc.proxy.catalog;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever is done in whatever order, with crashes between the steps: what was acknowledged stands, what was not is
/// wholly there or wholly absent, no named blob is ever removed, counters equal a recount, and garbage ends.
final class CatalogPropertyTest {
    private static final int STEPS = 60;

    @Property(tries = 150)
    void nothingNamedIsEverRemovedAndGarbageEnds(@ForAll long seed) {
        try (var run = new CatalogModelRun(seed)) {
            for (int i = 0; i < STEPS; i++) {
                run.step();
                run.checkEverything();
            }
            run.checkThatGarbageEnds();
        }
    }
}
