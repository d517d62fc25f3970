package torc.tools.bench;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Recorder;
import torc.tools.bench.LoadClient.Answer;

/// One load on one target: a closed loop for each connection, until the time is over. What is read was written
/// before
/// by [#seed()], and is compared byte for byte.
final class Measurement {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int SEEDERS = 16;

    private final LoadClient client;
    private final Load load;
    private final Content content;
    private final LongSupplier nanoTime;
    private final Recorder recorder = new Recorder(SIGNIFICANT_DIGITS);
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile boolean recording;
    private volatile boolean over;

    Measurement(LoadClient client, Load load, Content content, LongSupplier nanoTime) {
        this.client = client;
        this.load = load;
        this.content = content;
        this.nanoTime = nanoTime;
    }

    /// Writes every object once.
    ///
    /// @throws BenchFailed if the endpoint does not take them
    void seed() throws InterruptedException {
        for (int first = 0; first < load.objects(); first += SEEDERS) {
            var answers = new java.util.ArrayList<Future<Answer>>();
            for (int i = first; i < Math.min(first + SEEDERS, load.objects()); i++) answers.add(put(i));
            for (var answer : answers) {
                var status = LoadClient.await(answer).status();
                if (status < 200 || status >= 300) throw new BenchFailed("seeding was answered with " + status);
            }
        }
    }

    Figures run() throws InterruptedException {
        var loops = new CountDownLatch(load.connections());
        for (int i = 0; i < load.connections(); i++) step(loops);
        TimeUnit.NANOSECONDS.sleep(load.warmUp().toNanos());
        var began = nanoTime.getAsLong();
        recording = true;
        TimeUnit.NANOSECONDS.sleep(load.duration().toNanos());
        recording = false;
        var seconds = (nanoTime.getAsLong() - began) / 1e9;
        over = true;
        if (!loops.await(60, TimeUnit.SECONDS)) throw new BenchFailed("requests hang");
        return new Figures(
                seconds,
                requests.sum(),
                failed.sum(),
                wrong.sum(),
                bytes.sum(),
                Figures.Latency.of(recorder.getIntervalHistogram()));
    }

    private void step(CountDownLatch loops) {
        if (over) {
            loops.countDown();
            return;
        }
        var number = next.getAndIncrement();
        var object = Math.floorMod(number * 7919, load.objects());
        var began = nanoTime.getAsLong();
        var write = Math.floorMod(number, 100) < load.putPercent();
        (write ? put(object) : get(object)).onComplete(done -> {
            if (recording) record(began, write, done.succeeded() ? done.result() : new Answer(0, 0, true));
            step(loops);
        });
    }

    private Future<Answer> put(int object) {
        return client.send("PUT", load.object(object), content.of(object, load.bytes()), (_, _) -> true);
    }

    private Future<Answer> get(int object) {
        return client.send(
                "GET",
                load.object(object),
                new byte[0],
                (offset, received) -> content.matches(object, offset, received));
    }

    private void record(long began, boolean write, Answer answer) {
        recorder.recordValue((nanoTime.getAsLong() - began) / 1000);
        requests.increment();
        if (!answer.succeeded()) {
            failed.increment();
            return;
        }
        bytes.add(write ? load.bytes() : answer.bytes());
        if (!write && (!answer.right() || answer.bytes() != load.bytes())) wrong.increment();
    }
}
