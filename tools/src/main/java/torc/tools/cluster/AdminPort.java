package torc.tools.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;

/// What commands ask of the running process of a data directory that is no node of a cluster, at its admin port.
public final class AdminPort {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private AdminPort() {}

    /// @throws CommandFailed if no process is up, or it says no, or it does not answer
    public static <T> T ask(Path data, String path, Object question, Class<T> type) {
        var endpoints = DataDirectory.running(data)
                .orElseThrow(() ->
                        new CommandFailed(ExitCode.NOT_RUNNING, "No Torc is up on " + data + "; start it: torc up"));
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(URI.create(endpoints.admin() + path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Json.bytes(question)))
                    .build();
            var answer = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Json.MAX_BYTES));
            if (answer.statusCode() == 200) return Json.read(answer.body(), type);
            var failure = Json.read(answer.body(), NodeApi.Failure.class);
            throw new CommandFailed(ExitCode.REFUSED, failure.message() + " (" + failure.error() + ").");
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.NOT_RUNNING, "Torc does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "Interrupted.");
        }
    }
}
