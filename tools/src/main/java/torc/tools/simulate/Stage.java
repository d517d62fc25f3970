package torc.tools.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ObjectName;

/// What the parts of one run share: the proxies that are there, what each key may hold, and what went wrong.
final class Stage {
    private final SimulatedTime time;
    private final boolean tells;
    private final Map<ObjectName, KeyHistory> histories = new LinkedHashMap<>();
    private final List<SimulatedProxy> proxies = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private long contents;
    private long operations;
    private int clients;

    /// @param tells whether each operation is told in words
    Stage(SimulatedTime time, List<ObjectName> names, boolean tells) {
        this.time = time;
        this.tells = tells;
        for (var name : names) histories.put(name, new KeyHistory());
    }

    SimulatedTime time() {
        return time;
    }

    List<ObjectName> names() {
        return List.copyOf(histories.keySet());
    }

    KeyHistory history(ObjectName name) {
        return histories.getOrDefault(name, new KeyHistory());
    }

    long newContent() {
        return ++contents;
    }

    List<SimulatedProxy> proxies() {
        return proxies;
    }

    /// One of the proxies that live.
    SimulatedProxy proxy() {
        return proxies.get(time.random().nextInt(proxies.size()));
    }

    void clientBegins() {
        clients++;
    }

    void clientEnded() {
        clients--;
    }

    boolean hasClients() {
        return clients > 0;
    }

    /// The content that a read of a key gives.
    long look(SimulatedProxy proxy, ObjectName name) {
        return proxy.call(() -> {
            var opened = proxy.service().objects().open(name);
            if (opened.isEmpty()) return KeyHistory.ABSENT;
            try (var object = opened.get()) {
                var length = object.object().bytes();
                return Contents.number(Contents.readAll(object.read(0, length), (int) length));
            }
        });
    }

    void note(String what, ObjectName name, long content, String ended) {
        operations++;
        for (var word : new String[] {what, name.text(), ended}) time.note(word.hashCode());
        time.note(content);
        tell(what + " " + name.text() + " " + content + " " + ended);
    }

    void tell(String event) {
        if (tells) story.add(time.nanos() / 1_000 + " us: " + event);
    }

    void violation(String what) {
        violation(what, null);
    }

    void violation(String what, @Nullable Throwable cause) {
        tell("VIOLATION " + what);
        violations.add(what + " (at " + time.nanos() / 1_000_000 + " ms)");
        if (cause != null && tells) cause.printStackTrace();
    }

    List<String> violations() {
        return violations;
    }

    List<String> story() {
        return story;
    }

    long operations() {
        return operations;
    }
}
