package torc.tools.policies;

import java.util.ArrayList;
import java.util.Comparator;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.registry.Policy;
import torc.ring.registry.PolicyRegistry;
import torc.ring.registry.RingRegistry;
import torc.tools.cluster.Membership;
import torc.tools.cluster.NodeApi;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.RingDevices;

/// Answers what operators ask of storage policies, on `/policies` of the node API.
public final class PolicyApi implements HttpHandler {
    /// Where it belongs in the node API.
    public static final String PATH = "/policies";

    private final PolicyRegistry registry;
    private final RingRegistry rings;
    private final Membership membership;
    private final String firstRing;
    private final String firstName;
    private final int partPower;

    /// @param firstRing name of the first policy's ring
    /// @param firstName what the first policy is called
    /// @param partPower of new policies' rings
    public PolicyApi(
            PolicyRegistry registry,
            RingRegistry rings,
            Membership membership,
            String firstRing,
            String firstName,
            int partPower) {
        this.registry = registry;
        this.rings = rings;
        this.membership = membership;
        this.firstRing = firstRing;
        this.firstName = firstName;
        this.partPower = partPower;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            var asked = NodeApi.read(request, PolicyQuestion.class);
            switch (asked.verb()) {
                case LIST -> {}
                case ADD -> add(asked);
                case STANDARD -> registry.standard(number(asked.name()));
            }
            return NodeApi.json(200, list());
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (RingRefused e) {
            return NodeApi.refusal(409, "REFUSED", String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return NodeApi.refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        }
    }

    private void add(PolicyQuestion asked) {
        if (asked.name().equalsIgnoreCase(firstName)) throw new RingRefused("The first policy is called " + firstName);
        var _ = registry.add(asked.name(), Policy.kind(asked.kind()), partPower, 1, this::addAll);
    }

    /// Every device of the nodes that take part; each node is a zone.
    private void addAll(RingBuilder builder) {
        var nodes = membership.nodes().stream()
                .filter(node -> node.state() == NodeRecord.State.IN)
                .sorted(Comparator.comparing(NodeRecord::joinedAt).thenComparing(NodeRecord::id))
                .toList();
        var id = 0;
        for (int zone = 1; zone <= nodes.size(); zone++)
            for (var name : nodes.get(zone - 1).devices())
                builder.addWithId(RingDevices.describe(nodes.get(zone - 1), zone, name, RingDevices.WEIGHT)
                        .withId(id++));
    }

    private int number(String name) {
        if (name.equalsIgnoreCase(firstName)) return 0;
        return registry.read()
                .named(name)
                .map(Policy::number)
                .orElseThrow(() -> new RingRefused("There is no policy " + name));
    }

    private PolicyQuestion.Answer list() {
        var registered = registry.read();
        var views = new ArrayList<PolicyQuestion.View>();
        views.add(new PolicyQuestion.View(
                0, firstName, copies(), registered.standard() == 0, firstRing, devices(firstRing)));
        for (var policy : registered.policies())
            views.add(new PolicyQuestion.View(
                    policy.number(),
                    policy.name(),
                    Policy.text(policy.kind()),
                    registered.standard() == policy.number(),
                    policy.ring(firstRing),
                    devices(policy.ring(firstRing))));
        return new PolicyQuestion.Answer(views);
    }

    private String copies() {
        var newest = rings.epochs(firstRing, 1);
        return newest.isEmpty()
                ? "0"
                : Integer.toString((int) newest.getFirst().builder().replicas());
    }

    private int devices(String ring) {
        var newest = rings.epochs(ring, 1);
        return newest.isEmpty()
                ? 0
                : new RingBuilder(newest.getFirst().builder()).devices().size();
    }
}
