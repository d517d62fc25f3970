package torc.tools.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.tls.NodeTls;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.tools.data.KeyValueFile;

/// How often each node was started, counted by the node itself and in the cluster's rows. A node that counts
/// less than
/// the cluster was given an old copy of its folder, and what its member promised to the others since is lost.
public final class Starts {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final ShardKey SHARD = new ShardKey("cluster");
    private static final String PATH = "/starts";
    private static final String FILE = "starts";
    private static final long ASKING_SECONDS = 8;
    private static final int ATTEMPTS = 8;

    private Starts() {}

    /// What the cluster knows of a node.
    ///
    /// @param starts how often it was started
    /// @param member number of the newest member that it had
    record Known(long starts, int member) {
        static final Known NOTHING = new Known(0, 0);
    }

    /// Which node is asked about.
    record Asked(String node) {}

    /// Where [#route] belongs in the node API.
    public static String path() {
        return PATH;
    }

    /// Tells what the cluster's rows know of a node.
    public static HttpHandler route(MetadataStore rows) {
        return request -> tell(rows, request);
    }

    private static HttpResponse tell(MetadataStore rows, HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            var asked = NodeApi.read(request, Asked.class);
            return NodeApi.json(200, known(rows.get(SHARD, key(asked.node()))));
        } catch (MetadataUnavailable e) {
            return NodeApi.refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        }
    }

    /// Asks the other nodes; the first that can tell is believed. Nothing if none can, as when all start at once.
    static Known ask(ClusterIdentity identity, NodeTls tls) {
        var others = identity.file().members().stream()
                .filter(member -> !member.id().equals(identity.nodeId()))
                .toList();
        if (others.isEmpty()) return Known.NOTHING;
        var answers = new ArrayBlockingQueue<Optional<Known>>(others.size());
        for (var other : others) {
            var _ = Thread.ofVirtual().start(() -> answers.add(ask(other, identity.nodeId(), tls)));
        }
        return first(answers, others);
    }

    private static Known first(ArrayBlockingQueue<Optional<Known>> answers, List<Member> others) {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ASKING_SECONDS);
        try {
            for (int i = 0; i < others.size(); i++) {
                var answer = answers.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (answer == null) break;
                if (answer.isPresent()) return answer.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        LOG.warn("No other node could tell whether this node's folder is up to date");
        return Known.NOTHING;
    }

    private static Optional<Known> ask(Member other, String node, NodeTls tls) {
        try (var client = NodeClient.of(tls)) {
            return client.post(other.url(), PATH, new Asked(node), Known.class)
                            instanceof NodeClient.Answer.Given<Known>(var known)
                    ? Optional.of(known)
                    : Optional.empty();
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }

    /// How often the node whose metadata this folder holds was started; 0 if nobody counted, or the count is damaged.
    static long counted(Path folder) {
        var file = folder.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Long.parseLong(
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip())
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException _) {
            return 0; // As if it were old: the node begins with a new member.
        }
    }

    static void count(Path folder, long starts) {
        KeyValueFile.writeSecretly(folder.resolve(FILE), (starts + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Writes down what this node counted, before it says that it is up.
    ///
    /// @throws IllegalStateException if the store cannot say that it happened
    static void tell(MetadataStore rows, String node, Known now) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var row = rows.get(SHARD, key(node));
            if (known(row).starts() >= now.starts()) return;
            var value = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(now.starts())
                    .putInt(now.member())
                    .array();
            var change = Transaction.on(SHARD).put(key(node), value);
            row.ifPresentOrElse(
                    each -> change.check(new Check.AtRevision(each.key(), each.revision())),
                    () -> change.check(new Check.Absent(key(node))));
            switch (rows.commit(change.build())) {
                case CommitOutcome.Committed _ -> {
                    return;
                }
                case CommitOutcome.CheckFailed _, CommitOutcome.Unknown _ -> {}
                case CommitOutcome.Refused(var reason) ->
                    throw new IllegalStateException("the node's starts cannot be written: " + reason);
            }
        }
        throw new IllegalStateException("the node's starts cannot be written");
    }

    private static Known known(Optional<Row> row) {
        return row.map(each -> ByteBuffer.wrap(each.value()))
                .map(value -> new Known(value.getLong(), value.getInt()))
                .orElse(Known.NOTHING);
    }

    private static RowKey key(String node) {
        return RowKey.of('b', node);
    }
}
