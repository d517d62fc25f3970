package torc.proxy.s3.error;

import java.util.Map;
import java.util.TreeMap;

/// A request that ends with an S3 error. It leaves from any depth, also from the middle of a body, and reaches
/// [ErrorAnswers] at the edge. It has no stack trace: it is an answer, not a fault of ours.
public final class S3Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final S3ErrorCode code;
    private final transient Map<String, String> details;

    public S3Failure(S3ErrorCode code) {
        this(code, code.words(), Map.of());
    }

    public S3Failure(S3ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /// @param details further elements of the error document, by name; nothing secret
    public S3Failure(S3ErrorCode code, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.code = code;
        this.details = new TreeMap<>(details);
    }

    public S3ErrorCode code() {
        return code;
    }

    /// What stands in `<Message>`.
    public String message() {
        var message = getMessage();
        return message == null ? code.words() : message;
    }

    public Map<String, String> details() {
        return details;
    }

    /// InvalidArgument as S3 words it, naming the argument and its value.
    public static S3Failure invalidArgument(String message, String name, String value) {
        return new S3Failure(
                S3ErrorCode.INVALID_ARGUMENT, message, Map.of("ArgumentName", name, "ArgumentValue", value));
    }

    /// NotImplemented, naming the header that asks for too much.
    public static S3Failure headerNotImplemented(String header) {
        return new S3Failure(
                S3ErrorCode.NOT_IMPLEMENTED,
                "A header you provided implies functionality that is not implemented",
                Map.of("Header", header));
    }
}
