package torc.proxy.swift.sync;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import torc.common.http.Headers;
import torc.common.stream.ByteSource;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Syncing;
import torc.proxy.swift.content.Content;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.time.Timestamps;

/// Tells another cluster what stands under a name here, or that nothing does.
final class SyncPush {
    private final Contents contents;
    private final SyncClient client;
    private final Supplier<String> nonces;

    SyncPush(Contents contents, SyncClient client, Supplier<String> nonces) {
        this.contents = contents;
        this.client = client;
        this.nonces = nonces;
    }

    /// How telling ended. Of all but the last, the other cluster knows now.
    enum Outcome {
        SENT,
        DELETED,
        /// It has what stands here, or something later; or nothing stands here any more.
        KNOWN,
        /// Not sent, for it is a manifest and those come last.
        PUT_OFF,
        /// It did not take it.
        REFUSED
    }

    /// @param micros when it was deleted
    Outcome delete(ObjectName name, long micros, SyncDestination to, String userKey)
            throws IOException, InterruptedException {
        var timestamp = Timestamps.normal(micros);
        var headers = signed("DELETE", name, timestamp, to, userKey);
        try (var nothing = ByteSource.empty()) {
            var status = client.send("DELETE", to.container(), to.path(name.text()), headers.build(), 0, nothing)
                    .status();
            // What is not there needs no deletion, and what is later stays.
            return isSuccess(status) || status == 404 || status == 409 ? Outcome.DELETED : Outcome.REFUSED;
        }
    }

    /// @param manifestsToo whether manifests are sent
    Outcome put(ObjectName name, boolean manifestsToo, SyncDestination to, String userKey)
            throws IOException, InterruptedException {
        var container = name.container();
        var path = new SwiftPath(container.account().text(), container.text(), name.text());
        var opened = contents.openItself(path);
        if (opened.isEmpty()) return Outcome.KNOWN; // Its end has come, there as here.
        try (var content = opened.get()) {
            var object = content.shown().object();
            if (!manifestsToo && LargeObjectMarks.isLarge(object)) return Outcome.PUT_OFF;
            var there = timeThere(name, object, to, userKey);
            if (there.isPresent() && there.getAsLong() >= object.modifiedMicros() / 10 * 10) return Outcome.KNOWN;
            return put(name, content, to, userKey);
        }
    }

    /// When the other cluster's object was written; empty if it has none.
    private OptionalLong timeThere(ObjectName name, StoredObject object, SyncDestination to, String userKey)
            throws IOException, InterruptedException {
        var timestamp = Timestamps.normal(object.modifiedMicros());
        var headers = signed("HEAD", name, timestamp, to, userKey);
        try (var nothing = ByteSource.empty()) {
            var answer = client.send("HEAD", to.container(), to.path(name.text()), headers.build(), 0, nothing);
            if (!isSuccess(answer.status())) return OptionalLong.empty(); // The PUT will say what is wrong.
            return SentTime.micros(answer.headers().first("x-timestamp").orElse(""));
        }
    }

    private Outcome put(ObjectName name, Content content, SyncDestination to, String userKey)
            throws IOException, InterruptedException {
        var object = content.shown().object();
        var headers = signed("PUT", name, Timestamps.normal(object.modifiedMicros()), to, userKey);
        describe(object, headers);
        content.shown().more().forEach(headers::add);
        try (var body = object.bytes() == 0 ? ByteSource.empty() : content.read(0, object.bytes())) {
            var status = client.send("PUT", to.container(), to.path(name.text()), headers.build(), object.bytes(), body)
                    .status();
            return isSuccess(status) ? Outcome.SENT : Outcome.REFUSED;
        }
    }

    private static void describe(StoredObject object, Headers.Builder headers) {
        headers.add("Content-Type", object.attributes().contentType());
        // The tag of an object in parts is no MD5 of its bytes.
        if (object.partBytes().length == 0 && object.etag().matches("[0-9a-f]{32}")) headers.add("Etag", object.etag());
        object.attributes().headers().forEach((name, value) -> headers.add(HeaderNames.title(name), value));
        object.metadata()
                .forEach((name, value) -> headers.add(Kind.OBJECT.answerPrefix() + HeaderNames.title(name), value));
        object.deleteAtSeconds().ifPresent(end -> headers.add("X-Delete-At", Long.toString(end)));
    }

    private Headers.Builder signed(
            String method, ObjectName name, String timestamp, SyncDestination to, String userKey) {
        var headers = Headers.builder().add("X-Timestamp", timestamp);
        if (to.realm().isEmpty()) return headers.add(HeaderNames.title(Syncing.KEY_PROPERTY), userKey);
        var nonce = nonces.get();
        var signature = SyncSignature.of(method, to.path(name.text()), timestamp, nonce, to.realmKey(), userKey);
        return headers.add("X-Container-Sync-Auth", to.realm() + ' ' + nonce + ' ' + signature);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
