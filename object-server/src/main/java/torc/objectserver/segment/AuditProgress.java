package torc.objectserver.segment;

/// How far the auditor is.
///
/// @param passes passes over the whole device that have ended since the device was opened
/// @param bytesRead of this pass
/// @param bytesTotal that this pass has to read, as counted when it began
/// @param damaged copies found damaged since the device was opened
public record AuditProgress(long passes, long bytesRead, long bytesTotal, long damaged) {
    static AuditProgress none() {
        return new AuditProgress(0, 0, 0, 0);
    }

    AuditProgress begun(long total) {
        return new AuditProgress(passes, 0, total, damaged);
    }

    AuditProgress read(long bytes, boolean isDamaged) {
        return new AuditProgress(passes, bytesRead + bytes, bytesTotal, damaged + (isDamaged ? 1 : 0));
    }

    AuditProgress ended() {
        return new AuditProgress(passes + 1, bytesRead, bytesTotal, damaged);
    }
}
