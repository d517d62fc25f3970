package torc.proxy.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.ObjectRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Write;

/// What shall become of a name, seen what stands there.
sealed interface Plan {
    /// Nothing is to be changed; this is the answer.
    record Answer(WriteOutcome outcome) implements Plan {}

    /// What was seen there is not what stands there now: look again.
    record Again() implements Plan {}

    /// This object shall stand there.
    ///
    /// @param dataRow its data row, null if it has none; ignored if `keepsBytes`
    /// @param keepsBytes whether it is the object that stands there, with the same bytes
    /// @param checks what else must hold
    /// @param writes what else happens in the same transaction
    record Replace(ObjectRow row, byte @Nullable [] dataRow, boolean keepsBytes, List<Check> checks, List<Write> writes)
            implements Plan {
        /// Whether the bytes lie in so many pieces, or are borrowed from so many, that no row can name them
        /// all.
        boolean isTooScattered() {
            return dataRow != null && dataRow.length > Body.MAX_ROW_BYTES;
        }

        /// With the number of a version; an object that keeps its bytes keeps its number, too.
        Replace as(long number) {
            return keepsBytes || number == 0 ? this : new Replace(row.as(number), dataRow, false, checks, writes);
        }

        static Replace with(ObjectRow row, byte @Nullable [] dataRow) {
            return new Replace(row, dataRow, false, List.of(), List.of());
        }
    }

    /// Makes plans. May be asked several times, each time with what stands there then.
    interface Planner {
        Plan plan(Current current, long modifiedMicros);
    }
}
