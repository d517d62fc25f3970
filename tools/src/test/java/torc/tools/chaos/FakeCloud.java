package torc.tools.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A cloud in memory that keeps all promises, but for one flaw that a test gives it, at each so-many-th chance.
final class FakeCloud {
    enum Flaw {
        NONE,
        LOSES_PUTS,
        LOSES_DELETES,
        READS_THE_PAST,
        TEARS_BODIES,
        FORGETS_IN_LISTINGS,
        MISCOUNTS,
        CREATES_TWICE,
        COPIES_SHARE_FATE,
        /// No flaw: it does not answer, having done it or not.
        SILENT
    }

    private final Flaw flaw;
    private final int every;
    private final AtomicInteger chances = new AtomicInteger();
    private final NavigableMap<String, Version> now = new TreeMap<>();
    private final NavigableMap<String, Version> past = new TreeMap<>();

    private record Version(long mark, byte[] body, String copiedFrom) {
        String etag() {
            return "\"" + mark + "\"";
        }
    }

    FakeCloud(Flaw flaw, int every) {
        this.flaw = flaw;
        this.every = every;
    }

    private boolean errs(Flaw which) {
        return flaw == which && chances.incrementAndGet() % every == 0;
    }

    Dialect dialect(String name) {
        return new Face(name);
    }

    synchronized long[] counters() {
        var bytes = now.values().stream().mapToLong(each -> each.body().length).sum();
        return new long[] {now.size() + (flaw == Flaw.MISCOUNTS ? 1 : 0), bytes};
    }

    private synchronized Done put(String key, byte[] body, Terms terms) {
        var there = Optional.ofNullable(now.get(key));
        if (terms.onlyNew() && there.isPresent() && !errs(Flaw.CREATES_TWICE)) return Done.CONDITION;
        if (terms.onlyOver().isPresent()) {
            if (there.isEmpty()) return Done.MISSING;
            if (!there.get().etag().equals(terms.onlyOver().get())) return Done.CONDITION;
        }
        if (!errs(Flaw.LOSES_PUTS)) store(key, new Version(terms.mark(), body, ""));
        return Done.DONE;
    }

    private void store(String key, Version version) {
        var before = now.put(key, version);
        if (before != null) past.put(key, before);
    }

    private synchronized Done delete(String key, boolean tells) {
        if (!now.containsKey(key)) return tells ? Done.MISSING : Done.DONE;
        if (flaw == Flaw.COPIES_SHARE_FATE)
            now.values().removeIf(each -> each.copiedFrom().equals(key));
        if (!errs(Flaw.LOSES_DELETES)) past.put(key, now.remove(key));
        return Done.DONE;
    }

    private synchronized Done copy(String from, String to) {
        var source = now.get(from);
        if (source == null) return Done.MISSING;
        store(to, new Version(source.mark(), source.body(), from));
        return Done.DONE;
    }

    private synchronized Optional<Seen> read(String key) {
        var there = errs(Flaw.READS_THE_PAST) && past.containsKey(key) ? past.get(key) : now.get(key);
        if (there == null) return Optional.empty();
        var body = there.body();
        if (errs(Flaw.TEARS_BODIES)) {
            body = body.clone();
            body[body.length - 1] ^= 1;
        }
        return Optional.of(new Seen(there.mark(), body.length, there.etag(), body));
    }

    private synchronized List<Listed> list(String prefix) {
        var found = new ArrayList<Listed>();
        now.tailMap(prefix, true).forEach((name, each) -> {
            if (name.startsWith(prefix) && !errs(Flaw.FORGETS_IN_LISTINGS))
                found.add(new Listed(name, each.body().length));
        });
        return found;
    }

    private final class Face implements Dialect {
        private final String name;

        private Face(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Done put(String key, byte[] body, Terms terms) {
            if (errs(Flaw.SILENT)) throw new NoAnswer("before");
            var done = FakeCloud.this.put(key, body, terms);
            if (errs(Flaw.SILENT)) throw new NoAnswer("after");
            return done;
        }

        @Override
        public Done delete(String key) {
            var done = FakeCloud.this.delete(key, name.equals("swift"));
            if (errs(Flaw.SILENT)) throw new NoAnswer("after");
            return done;
        }

        @Override
        public Done copy(String from, String to) {
            return FakeCloud.this.copy(from, to);
        }

        @Override
        public Done putInParts(String key, byte[] first, byte[] second, Terms terms) {
            var whole = new byte[first.length + second.length];
            System.arraycopy(first, 0, whole, 0, first.length);
            System.arraycopy(second, 0, whole, first.length, second.length);
            return put(key, whole, terms);
        }

        @Override
        public Optional<Seen> get(String key) {
            return read(key);
        }

        @Override
        public Optional<Seen> getRange(String key, int first, int count) {
            return read(key).map(seen -> {
                var from = Math.min(first, seen.body().length);
                var to = Math.min(seen.body().length, first + count);
                return new Seen(
                        seen.mark(), to - from, seen.etag(), java.util.Arrays.copyOfRange(seen.body(), from, to));
            });
        }

        @Override
        public Optional<Seen> head(String key) {
            return read(key).map(seen -> new Seen(seen.mark(), seen.length(), seen.etag(), new byte[0]));
        }

        @Override
        public List<Listed> list(String prefix) {
            return FakeCloud.this.list(prefix);
        }
    }
}
