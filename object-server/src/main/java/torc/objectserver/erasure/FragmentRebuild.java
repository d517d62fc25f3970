package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.CopyChecksum;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.erasure.FragmentHomes.Held;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.repair.BlobCopier;

/// Calculates lost fragments from any k others, row by row, in memory for one row. Nothing counts that does not
/// come
/// to the checksum that was taken when the blob was written, and that is not read back (THREATS D04, D06).
final class FragmentRebuild {
    private final ErasureCode code;
    private final Pace pace;
    private final BlobCopier copier;

    FragmentRebuild(ErasureCode code, Pace pace, BlobCopier copier) {
        this.code = code;
        this.pace = pace;
        this.copier = copier;
    }

    /// The blob whose fragments are rebuilt.
    record Blob(Id128 id, int partition, BlobOwner owner, StripeLayout layout, FragmentTrailer trailer) {}

    /// How it ended.
    sealed interface Outcome {
        /// @param failure why others were not made; empty if all were
        record Made(int fragments, String failure) implements Outcome {}

        /// A target remembers that the blob was deleted.
        record Deleted() implements Outcome {}

        /// These sources do not do; others may.
        record SourceFailed(Held source, String cause) implements Outcome {}
    }

    /// One fragment being written.
    private final class Target implements AutoCloseable {
        private final Held place;
        private final DeviceBlobWriter writer;
        private final CRC32C cells = new CRC32C();
        private final CRC32C all = new CRC32C();
        private final ByteBuffer cell = ByteBuffer.allocate(StripeLayout.CELL_BYTES);
        private String failure = "";

        Target(Held place, DeviceBlobWriter writer) {
            this.place = place;
            this.writer = writer;
        }

        void writeCell() {
            cells.update(cell.duplicate());
            all.update(cell.duplicate());
            try {
                if (failure.isEmpty()) writer.write(cell.duplicate());
            } catch (RuntimeException e) {
                failure = e.toString();
            }
        }

        void endSafely(Blob blob) throws InterruptedException {
            try {
                if (failure.isEmpty()) end(blob);
            } catch (RuntimeException e) {
                failure = place.device().name() + ": " + e;
            }
        }

        private void end(Blob blob) throws InterruptedException {
            var trailer = blob.trailer();
            if ((int) cells.getValue() != trailer.checksums()[place.index()])
                throw new IllegalStateException("the calculated fragment is not the one that was written");
            var end = new FragmentTrailer(
                            trailer.data(), trailer.parity(), place.index(), trailer.blobBytes(), trailer.checksums())
                    .encode();
            all.update(end.duplicate());
            writer.write(end);
            var bytes = blob.layout().fragmentBytes();
            switch (writer.commit()) {
                case DeviceWriteOutcome.Durable(var durable) when durable == bytes -> readBack(blob, bytes);
                case DeviceWriteOutcome.Durable(var durable) ->
                    throw new IllegalStateException(durable + " of " + bytes + " bytes stored");
                case DeviceWriteOutcome.Failed(var cause) -> throw new IllegalStateException(cause);
            }
        }

        private void readBack(Blob blob, long bytes) throws InterruptedException {
            var fragment = FragmentIds.fragment(blob.id(), place.index());
            var stored = new StoredBlob(fragment, blob.partition(), blob.owner(), bytes);
            if (copier.checksum(stored, place.device()) instanceof CopyChecksum.Of(var _, var value)
                    && value == all.getValue()) return;
            throw new IllegalStateException("the new fragment reads back otherwise than it was written");
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /// @param sources k fragments, of different indices
    /// @param wanted where which fragments are to be made
    Outcome make(Blob blob, List<Held> sources, List<Held> wanted) throws InterruptedException {
        var failure = "";
        var targets = new ArrayList<Target>();
        var readers = new ArrayList<FragmentReader>();
        try {
            for (var place : wanted) {
                switch (place.device().begin(header(blob, place.index()))) {
                    case BeginOutcome.Begun(var writer) -> targets.add(new Target(place, writer));
                    case BeginOutcome.Exists _ -> {}
                    case BeginOutcome.Deleted _ -> {
                        return new Outcome.Deleted();
                    }
                    case BeginOutcome.Full(var free) ->
                        failure = place.device().name() + ": full, " + free + " bytes free";
                    case BeginOutcome.Unavailable(var cause) ->
                        failure = place.device().name() + ": " + cause;
                }
            }
            if (targets.isEmpty()) return new Outcome.Made(0, failure);
            for (var source : sources) {
                try {
                    readers.add(new FragmentReader(
                            FragmentIds.fragment(blob.id(), source.index()), source.device(), blob.layout(), pace));
                } catch (RuntimeException e) {
                    return new Outcome.SourceFailed(source, e.toString());
                }
            }
            return calculate(blob, sources, readers, targets, failure);
        } catch (RuntimeException e) { // A device that cannot be asked to begin.
            return new Outcome.Made(0, e.toString());
        } finally {
            readers.forEach(FragmentReader::close);
            targets.forEach(Target::close);
        }
    }

    private Outcome calculate(
            Blob blob, List<Held> sources, List<FragmentReader> readers, List<Target> targets, String failed)
            throws InterruptedException {
        var present = sources.stream().mapToInt(Held::index).toArray();
        var lost = targets.stream().mapToInt(target -> target.place.index()).toArray();
        var product = code.decoder(present, lost);
        var inputs = new ArrayList<ByteBuffer>();
        for (var _ : readers) inputs.add(ByteBuffer.allocate(StripeLayout.CELL_BYTES));
        var outputs = targets.stream().map(target -> target.cell).toList();
        for (long row = 0; row < blob.layout().rows(); row++) {
            var cellBytes = blob.layout().cellBytes(row);
            for (var i = 0; i < readers.size(); i++) {
                try {
                    readers.get(i).read(inputs.get(i).clear().limit(cellBytes));
                } catch (RuntimeException e) {
                    return new Outcome.SourceFailed(sources.get(i), e.toString());
                }
            }
            outputs.forEach(output -> output.clear().limit(cellBytes));
            product.apply(inputs, outputs);
            targets.forEach(Target::writeCell);
        }
        for (var i = 0; i < readers.size(); i++) {
            try {
                readers.get(i).check(blob.trailer());
            } catch (FragmentReader.Unreadable e) {
                return new Outcome.SourceFailed(sources.get(i), e.toString());
            }
        }
        var failure = failed;
        var made = 0;
        for (var target : targets) {
            target.endSafely(blob);
            if (target.failure.isEmpty()) made++;
            else failure = target.failure;
        }
        return new Outcome.Made(made, failure);
    }

    private static BlobHeader header(Blob blob, int index) {
        return new BlobHeader(
                FragmentIds.fragment(blob.id(), index),
                blob.partition(),
                blob.owner(),
                blob.layout().fragmentBytes());
    }
}
