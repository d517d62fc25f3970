package torc.proxy.swift.bulk;

/// The request as a whole cannot be carried out, or not any further.
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String status;
    private final String body;

    /// @param status the status line that it would have, asked for by itself
    Unusable(String status, String body) {
        super(body, null, false, false);
        this.status = status;
        this.body = body;
    }

    void tell(Report report) {
        report.set("Response Status", status).set("Response Body", body);
    }
}
