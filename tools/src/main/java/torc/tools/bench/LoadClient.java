package torc.tools.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests to one target over a bounded number of connections. The only place here that knows Vert.x.
final class LoadClient implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final HttpClient client;
    private final Target target;

    LoadClient(Target target, int connections) {
        this.target = target;
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
        var options = new HttpClientOptions()
                .setDefaultHost(target.base().getHost())
                .setDefaultPort(port(target))
                .setSsl("https".equals(target.base().getScheme()))
                .setKeepAlive(true)
                .setConnectTimeout(PATIENCE_SECONDS * 1000);
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(2));
    }

    /// Sends one request; the answer is its status, and how many of its bytes came and were right.
    Future<Answer> send(String method, String object, byte[] body, Checker checker) {
        var path = target.path(object);
        var options = new RequestOptions().setMethod(HttpMethod.valueOf(method)).setURI(path);
        target.headers(method, path).forEach(options::putHeader);
        return client.request(options)
                .compose(request ->
                        body.length > 0 || method.equals("PUT") ? request.send(Buffer.buffer(body)) : request.send())
                .compose(response -> drain(response, checker));
    }

    private static Future<Answer> drain(HttpClientResponse response, Checker checker) {
        var progress = new Progress();
        response.handler(buffer -> {
            progress.right &= checker.isRight(progress.bytes, buffer.getBytes());
            progress.bytes += buffer.length();
        });
        return response.end().map(_ -> new Answer(response.statusCode(), progress.bytes, progress.right));
    }

    /// Waits for an answer on the calling thread.
    static Answer await(Future<Answer> answer) throws InterruptedException {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            return new Answer(0, 0, true);
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static int port(Target target) {
        var port = target.base().getPort();
        if (port > 0) return port;
        return "https".equals(target.base().getScheme()) ? 443 : 80;
    }

    /// Judges bytes of a body at an offset.
    interface Checker {
        boolean isRight(long offset, byte[] bytes);
    }

    /// @param status 0 if none came
    record Answer(int status, long bytes, boolean right) {
        boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    private static final class Progress {
        private long bytes;
        private boolean right = true;
    }
}
