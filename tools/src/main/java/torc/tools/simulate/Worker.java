package torc.tools.simulate;

import java.util.ArrayList;
import torc.common.log.LogConfig;
import torc.common.log.Logging;

/// The process that simulates: `FIRST COUNT STEP PLANTED TELL`. Prints a line for each seed.
final class Worker {
    private Worker() {}

    /// Runs the seeds `FIRST`, `FIRST + STEP`, …; with `TELL` the story of each.
    public static void main(String[] arguments) {
        Logging.apply(new LogConfig(LogConfig.Level.ERROR, false, false));
        var first = Long.parseLong(arguments[0]);
        var count = Long.parseLong(arguments[1]);
        var step = Long.parseLong(arguments[2]);
        var planted = Planted.valueOf(arguments[3]);
        var tells = Boolean.parseBoolean(arguments[4]);
        for (long i = 0; i < count; i++) {
            var seed = first + i * step;
            var crashes = new ArrayList<String>();
            Thread.setDefaultUncaughtExceptionHandler((_, e) -> {
                crashes.add("a thread died of " + e);
                if (tells) e.printStackTrace();
            });
            var verdict = new Run(seed, planted, tells).run();
            verdict.story().forEach(System.out::println);
            crashes.addAll(verdict.violations());
            System.out.println(Line.of(seed, verdict, crashes).text());
        }
    }
}
