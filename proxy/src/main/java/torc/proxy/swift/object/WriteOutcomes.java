package torc.proxy.swift.object;

import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.objects.WriteOutcome.QuotaExceeded.Holder;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

/// How the outcomes of writes read in this dialect.
final class WriteOutcomes {
    private WriteOutcomes() {}

    /// The object that was stored.
    ///
    /// @throws Refused for every other outcome
    static StoredObject stored(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Stored(var object) -> object;
            case WriteOutcome.NoContainer _, WriteOutcome.NoSource _, WriteOutcome.NoUpload _ ->
                throw new Refused(Fault.NOT_FOUND);
            case WriteOutcome.PreconditionFailed _ -> throw new Refused(Fault.PRECONDITION_FAILED);
            case WriteOutcome.EtagMismatch _ -> throw new Refused(Fault.ETAG_MISMATCH);
            case WriteOutcome.TooLarge _ -> throw new Refused(Fault.TOO_LARGE);
            case WriteOutcome.BadRange(var bytes) -> throw new Refused(Fault.RANGE_NOT_SATISFIABLE, bytes);
            case WriteOutcome.BadPart _, WriteOutcome.PartTooSmall _ -> throw new Refused(Fault.BAD_REQUEST);
            case WriteOutcome.QuotaExceeded(var of) ->
                throw new Refused(of == Holder.POLICY ? Fault.POLICY_QUOTA_EXCEEDED : Fault.QUOTA_EXCEEDED);
            case WriteOutcome.NotArchived _ -> throw new Refused(Fault.PRECONDITION_FAILED);
            case WriteOutcome.Full _ -> throw new Refused(Fault.OUT_OF_SPACE);
            case WriteOutcome.Unavailable _ -> throw new Refused(Fault.UNAVAILABLE);
        };
    }
}
