package torc.proxy.swift.request;

import torc.common.http.Headers;

/// A request that this dialect will not serve, with the reason.
///
/// Thrown rather than returned: requests are read in small pieces, several calls deep, also inside of the store's
/// transactions, and each piece can refuse. It is caught in one place, the dialect's edge, and has no stack.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String detail;
    private Headers headers = Headers.empty();

    public Refused(Fault fault) {
        this(fault, "");
    }

    /// @param detail what the fault's text names, such as the header or the limit
    public Refused(Fault fault, String detail) {
        super(fault.name(), null, false, false);
        this.fault = fault;
        this.detail = detail;
    }

    public Refused(Fault fault, long detail) {
        this(fault, Long.toString(detail));
    }

    /// This refusal, with more headers for its answer.
    public Refused with(Headers more) {
        headers = more;
        return this;
    }

    public Headers headers() {
        return headers;
    }

    public Fault fault() {
        return fault;
    }

    public String detail() {
        return detail;
    }
}
