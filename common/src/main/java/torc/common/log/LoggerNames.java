package torc.common.log;

/// `torc.objectserver.replica.Repair` reads as `replica.Repair`.
final class LoggerNames {
    private LoggerNames() {}

    static String shortened(String name) {
        var last = name.lastIndexOf('.');
        return last < 0 ? name : name.substring(name.lastIndexOf('.', last - 1) + 1);
    }
}
