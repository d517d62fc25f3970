package torc.tools.up;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.tools.cluster.Membership;
import torc.tools.cluster.NodeApi;
import torc.tools.cluster.NodeClient;
import torc.tools.cluster.NodeRecord;
import torc.tools.command.StatusQuestion;

/// Tells how this node does, or how all do, on `/status` of the node API.
final class StatusApi implements HttpHandler {
    private final JsonMapper json = new JsonMapper();
    private final Membership membership;
    private final String self;
    private final Supplier<ObjectNode> own;
    private final NodeClient client;
    private final ThreadFactory threads;

    /// @param self id of this node
    /// @param own what this node tells of itself
    /// @param client with little patience
    StatusApi(Membership membership, String self, Supplier<ObjectNode> own, NodeClient client, ThreadFactory threads) {
        this.membership = membership;
        this.self = self;
        this.own = own;
        this.client = client;
        this.threads = threads;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            var asked = NodeApi.read(request, StatusQuestion.class);
            return NodeApi.json(200, asked.all() ? all() : own.get());
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NodeApi.refusal(503, "UNAVAILABLE", "interrupted");
        }
    }

    private ObjectNode all() throws InterruptedException {
        var nodes = membership.nodes().stream()
                .filter(node -> node.state() != NodeRecord.State.REMOVED)
                .toList();
        var told = new ConcurrentSkipListMap<String, JsonNode>();
        var asking = nodes.stream()
                .map(node -> threads.newThread(() -> told.put(node.name(), ask(node))))
                .toList();
        asking.forEach(Thread::start);
        for (var thread : asking) thread.join();
        return sum(nodes, told);
    }

    private JsonNode ask(NodeRecord node) {
        if (node.id().equals(self)) return own.get();
        var authority = "https://" + node.address() + ":" + node.clusterPort();
        return switch (client.post(authority, StatusQuestion.PATH, new StatusQuestion(false), JsonNode.class)) {
            case NodeClient.Answer.Given<JsonNode>(var status) -> status;
            case NodeClient.Answer.Refused<JsonNode>(var error, var message) -> silent(error + ": " + message);
            case NodeClient.Answer.Unreachable<JsonNode>(var cause) -> silent(cause);
        };
    }

    private ObjectNode silent(String cause) {
        return json.createObjectNode().put("status", "silent").put("cause", cause);
    }

    private ObjectNode sum(List<NodeRecord> nodes, Map<String, JsonNode> told) {
        var root = json.createObjectNode();
        var all = new LinkedHashMap<String, Long>();
        for (var figure : List.of("blobs", "stored-bytes", "free-bytes", "quarantined")) {
            var sum = told.values().stream()
                    .flatMap(status -> status.path("devices").valueStream())
                    .mapToLong(device -> device.path(figure).asLong())
                    .sum();
            all.put(figure, sum);
        }
        root.put("nodes", nodes.size());
        root.put("nodes-well", count(told, "ok"));
        root.put("nodes-silent", count(told, "silent"));
        all.forEach(root::put);
        // The node that leads the metadata has counted them.
        told.values().stream()
                .map(status -> status.path("copies"))
                .filter(JsonNode::isObject)
                .findFirst()
                .ifPresent(copies -> root.set("copies", copies));
        var each = root.putObject("each");
        for (var node : nodes) {
            var entry = each.putObject(node.name());
            entry.put("state", node.state().name());
            entry.put("roles", String.join(",", node.roles()));
            told.getOrDefault(node.name(), silent("not asked"))
                    .propertyStream()
                    .filter(fact ->
                            !fact.getKey().equals("nodes") && !fact.getKey().equals("copies"))
                    .forEach(fact -> entry.set(fact.getKey(), fact.getValue()));
        }
        return root;
    }

    private static long count(Map<String, JsonNode> told, String status) {
        return told.values().stream()
                .filter(each -> each.path("status").asString().equals(status))
                .count();
    }
}
