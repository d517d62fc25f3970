package torc.objectserver.erasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.replica.CopyEnd;
import torc.objectserver.replica.Member;
import torc.objectserver.replica.Members;
import torc.objectserver.replica.ReadTrail;

/// Where the fragments of one blob may be, for one read: first each on its own primary; when these do not
/// suffice, wherever the
/// devices say that they hold one. For one thread at a time.
final class FragmentPlaces {
    private static final int HEALTH = 1000;

    private final Id128 blob;
    private final int partition;
    private final Members members;
    private final ThreadFactory threads;
    private final Duration searchLimit;
    private final List<Place> places = new ArrayList<>();
    private final Set<Place> known = new java.util.HashSet<>();
    private boolean searched;

    /// Fragment `index` on a device.
    record Place(int index, Member member) {}

    FragmentPlaces(
            Id128 blob, int partition, int fragments, Members members, ThreadFactory threads, Duration searchLimit) {
        this.blob = blob;
        this.partition = partition;
        this.members = members;
        this.threads = threads;
        this.searchLimit = searchLimit;
        for (var index = 0; index < fragments; index++) {
            var primary = members.primary(partition, index);
            if (primary != null) places.add(new Place(index, primary));
        }
        places.sort(Comparator.comparingInt(place -> place.member.readRank() / HEALTH));
        known.addAll(places);
    }

    Id128 blob() {
        return blob;
    }

    /// The primary of a fragment, if it does well.
    @Nullable
    Place well(int index) {
        for (var place : places)
            if (place.index == index && place.member.readRank() < HEALTH) {
                places.remove(place);
                return place;
            }
        return null;
    }

    /// The best place of a fragment that is none of these; null if there is none.
    @Nullable
    Place other(Set<Integer> but, ReadTrail trail) {
        for (var pass = 0; pass < 2; pass++) {
            for (var place : places)
                if (!but.contains(place.index)) {
                    places.remove(place);
                    return place;
                }
            if (!searched) search(trail);
        }
        return null;
    }

    /// It was not bad and may be used yet.
    void giveBack(Place place) {
        places.add(place);
    }

    private record Answer(Member member, CompletableFuture<List<StoredBlob>> fragments) {}

    /// Asks every device at once which fragments it holds.
    private void search(ReadTrail trail) {
        searched = true;
        var answers = new ArrayList<Answer>();
        members.writeOrder(partition).forEachRemaining(member -> answers.add(ask(member)));
        var end =
                CompletableFuture.allOf(answers.stream().map(Answer::fragments).toArray(CompletableFuture<?>[]::new));
        try {
            end.exceptionally(_ -> null).get(searchLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
            // Whoever has not answered is taken for away, below.
        }
        for (var answer : answers) {
            if (!answer.fragments.isDone() || answer.fragments.isCompletedExceptionally())
                trail.ended(answer.member, new CopyEnd.Unavailable("does not say what it holds"));
            else
                for (var stored : answer.fragments.getNow(List.of())) {
                    var place = new Place(FragmentIds.index(stored.id()), answer.member);
                    if (known.add(place)) places.add(place);
                }
        }
    }

    private Answer ask(Member member) {
        var fragments = new CompletableFuture<List<StoredBlob>>();
        threads.newThread(() -> {
                    try {
                        fragments.complete(sound(member.device(), blob, partition));
                    } catch (RuntimeException | Error e) { // The outermost frame of this thread.
                        fragments.completeExceptionally(e);
                    }
                })
                .start();
        return new Answer(member, fragments);
    }

    /// The sound fragments of a blob on a device.
    static List<StoredBlob> sound(BlobDevice device, Id128 blob, int partition) {
        return device.list(partition, FragmentIds.before(blob), FragmentIds.INDEX_BITS).stream()
                .filter(stored -> FragmentIds.blob(stored.id()).equals(blob))
                .toList();
    }

    /// The ids of all fragments of a blob on a device, in quarantine or not.
    static Set<Id128> held(BlobDevice device, Id128 blob, int partition) {
        var held = new TreeSet<Id128>();
        for (var stored : sound(device, blob, partition)) held.add(stored.id());
        held.addAll(ofBlob(blob, device.quarantined(FragmentIds.before(blob), FragmentIds.INDEX_BITS)));
        return held;
    }

    /// Whether a device remembers that a fragment of the blob was deleted.
    static boolean remembersDelete(BlobDevice device, Id128 blob, int partition) {
        Optional<Id128> before = FragmentIds.before(blob);
        return !ofBlob(blob, device.deletions(partition, before, FragmentIds.INDEX_BITS))
                .isEmpty();
    }

    private static List<Id128> ofBlob(Id128 blob, List<Id128> fragments) {
        return fragments.stream()
                .filter(fragment -> FragmentIds.blob(fragment).equals(blob))
                .toList();
    }
}
