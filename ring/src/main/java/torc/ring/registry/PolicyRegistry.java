package torc.ring.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// The storage policies beside the first one, as one row of the shard `cluster` (docs/formats.md, "Storage
/// policies").
/// A policy is made together with its ring, and stays for good: its blobs tell its number. Blocks; safe for many
/// threads and processes.
public final class PolicyRegistry {
    private static final ShardKey SHARD = new ShardKey("cluster");
    private static final RowKey KEY = RowKey.of('P', "policies");
    private static final byte FORMAT = 1;
    private static final int ATTEMPTS = 8;

    private final MetadataStore rows;
    private final RingRegistry rings;
    private final String firstRing;

    /// @param firstRing name of the first policy's ring
    public PolicyRegistry(MetadataStore rows, RingRegistry rings, String firstRing) {
        this.rows = rows;
        this.rings = rings;
        this.firstRing = firstRing;
    }

    /// All that are registered.
    ///
    /// @param policies in order of their numbers, without the first one
    /// @param standard number of the policy of new containers of which nobody says more
    public record Policies(List<Policy> policies, int standard) {
        public Policies {
            policies = List.copyOf(policies);
        }

        public Optional<Policy> named(String name) {
            return policies.stream()
                    .filter(policy -> policy.name().equalsIgnoreCase(name))
                    .findFirst();
        }

        byte[] encode() {
            var out = ByteBuffer.allocate(3 + policies.size() * (5 + 64));
            out.put(FORMAT).put((byte) standard).put((byte) policies.size());
            for (var policy : policies) {
                var name = policy.name().getBytes(UTF_8);
                out.put((byte) policy.number());
                switch (policy.kind()) {
                    case Policy.Copies(var replicas) -> out.put((byte) replicas).put((byte) 0);
                    case Policy.Fragments(var data, var parity) ->
                        out.put((byte) data).put((byte) parity);
                }
                out.put((byte) name.length).put(name);
            }
            var bytes = new byte[out.flip().remaining()];
            out.get(bytes);
            return bytes;
        }

        static Policies decode(byte[] bytes) {
            var in = ByteBuffer.wrap(bytes);
            var format = in.get();
            if (format != FORMAT) throw new IllegalStateException("the policies' row has format " + format);
            var standard = in.get();
            var policies = new ArrayList<Policy>();
            for (var left = in.get(); left > 0; left--) {
                var number = in.get();
                var first = in.get();
                var parity = in.get();
                var name = new byte[in.get()];
                in.get(name);
                var kind = parity == 0 ? new Policy.Copies(first) : new Policy.Fragments(first, parity);
                policies.add(new Policy(number, new String(name, UTF_8), kind));
            }
            return new Policies(policies, standard);
        }
    }

    public Policies read() {
        return decode(rows.get(SHARD, KEY));
    }

    private static Policies decode(Optional<Row> row) {
        return row.map(found -> Policies.decode(found.value())).orElse(new Policies(List.of(), 0));
    }

    /// Makes a policy, with a ring over some devices.
    ///
    /// @param partPower of its ring
    /// @param devices adds them to the new ring
    /// @return the policy; the one that is there if it is the same
    /// @throws RingRefused if there is another one of this name, or the ring cannot be made
    public Policy add(String name, Policy.Kind kind, int partPower, int minPartHours, Consumer<RingBuilder> devices) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var row = rows.get(SHARD, KEY);
            var policies = decode(row);
            var there = policies.named(name);
            if (there.isPresent()) {
                if (there.get().kind().equals(kind)) return there.get();
                throw new RingRefused("Policy " + name + " is there and keeps "
                        + Policy.text(there.get().kind()) + ", not " + Policy.text(kind));
            }
            var settings = new RingRegistry.Settings(
                    partPower, kind.replicas(), minPartHours, kind instanceof Policy.Fragments);
            var policy = next(policies, name, kind, settings);
            makeRing(policy.ring(firstRing), settings, devices);
            var all = new ArrayList<>(policies.policies());
            all.add(policy);
            if (committed(row, new Policies(all, policies.standard()))) return policy;
        }
        throw new IllegalStateException("others change the policies all the time");
    }

    /// The next free number, but not that of a ring of another kind that a crash left behind.
    private Policy next(Policies policies, String name, Policy.Kind kind, RingRegistry.Settings settings) {
        var number = policies.policies().isEmpty()
                ? 1
                : policies.policies().getLast().number() + 1;
        while (number < Policy.MOST && rings.differs(new Policy(number, name, kind).ring(firstRing), settings))
            number++;
        if (number >= Policy.MOST) throw new RingRefused("There are " + (Policy.MOST - 1) + " policies already");
        return new Policy(number, name, kind);
    }

    private void makeRing(String ring, RingRegistry.Settings settings, Consumer<RingBuilder> devices) {
        if (rings.epoch(ring) > 0) return;
        rings.create(ring, settings);
        rings.stage(ring, builder -> {
            if (builder.devices().isEmpty()) devices.accept(builder);
        });
        var weighted = rings.staged(ring).devices().stream()
                .filter(device -> device != null && device.weight() > 0)
                .count();
        if (weighted < settings.replicas()) {
            rings.unstage(ring);
            throw new RingRefused("The policy needs " + settings.replicas() + " devices; there are " + weighted);
        }
        rings.apply(ring);
    }

    /// Makes a policy that of new containers of which nobody says more.
    ///
    /// @throws RingRefused if there is no such policy
    public void standard(int number) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var row = rows.get(SHARD, KEY);
            var policies = decode(row);
            if (policies.standard() == number) return;
            if (number != 0 && policies.policies().stream().noneMatch(policy -> policy.number() == number))
                throw new RingRefused("There is no policy " + number);
            if (committed(row, new Policies(policies.policies(), number))) return;
        }
        throw new IllegalStateException("others change the policies all the time");
    }

    private boolean committed(Optional<Row> before, Policies policies) {
        var check = before.<Check>map(row -> new Check.AtRevision(KEY, row.revision()))
                .orElseGet(() -> new Check.Absent(KEY));
        var outcome = rows.commit(
                Transaction.on(SHARD).check(check).put(KEY, policies.encode()).build());
        return switch (outcome) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.CheckFailed _ -> false;
            case CommitOutcome.Refused(var reason) ->
                throw new IllegalStateException("the policies' row cannot be written: " + reason);
            case CommitOutcome.Unknown(var cause) ->
                throw new IllegalStateException("not known whether the policies' row was written: " + cause);
        };
    }
}
