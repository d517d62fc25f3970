package torc.proxy.swift.bulk;

import torc.proxy.swift.request.Refused;

/// Status lines within reports.
public final class Statuses {
    static final String NOT_ACCEPTABLE =
            "Not Acceptable\nThe resource is not available in a format acceptable to your browser.";

    private Statuses() {}

    /// The status line of an answer.
    public static String of(int status) {
        return status
                + switch (status) {
                    case 201 -> " Created";
                    case 400 -> " Bad Request";
                    case 401 -> " Unauthorized";
                    case 403 -> " Forbidden";
                    case 404 -> " Not Found";
                    case 405 -> " Method Not Allowed";
                    case 408 -> " Request Timeout";
                    case 409 -> " Conflict";
                    case 411 -> " Length Required";
                    case 412 -> " Precondition Failed";
                    case 413 -> " Request Entity Too Large";
                    case 416 -> " Requested Range Not Satisfiable";
                    case 422 -> " Unprocessable Entity";
                    case 497 -> " Blacklisted";
                    case 498 -> " Rate Limited";
                    case 500 -> " Internal Error";
                    case 501 -> " Not Implemented";
                    case 503 -> " Service Unavailable";
                    case 507 -> " Insufficient Storage";
                    default -> "";
                };
    }

    /// What the status line would be if the thing had been asked for by itself.
    public static String of(Refused refused) {
        return switch (refused.fault()) {
            case NOT_FOUND -> "404 Not Found";
            case FORBIDDEN -> "403 Forbidden";
            case UNAUTHORIZED -> "401 Unauthorized";
            case PRECONDITION_FAILED, BAD_URL, INVALID_UTF8_OR_NUL -> "412 Precondition Failed";
            case SEGMENT_BROKEN, CONTAINER_NOT_EMPTY, CONTAINER_HAS_VERSIONS, POLICY_DIFFERS -> "409 Conflict";
            case ETAG_MISMATCH -> "422 Unprocessable Entity";
            case TOO_LARGE, MANIFEST_TOO_LARGE -> "413 Request Entity Too Large";
            case UNAVAILABLE, CLIENT_TOO_SLOW -> "503 Service Unavailable";
            case OUT_OF_SPACE -> "507 Insufficient Storage";
            case INTERNAL -> "500 Internal Error";
            default -> "400 Bad Request";
        };
    }

    /// The text that goes with it: its title and, where there is more to say, a sentence.
    public static String explained(Refused refused) {
        return switch (refused.fault()) {
            case NOT_FOUND -> "Not Found\nThe resource could not be found.";
            case FORBIDDEN -> "Forbidden\nAccess was denied to this resource.";
            case PRECONDITION_FAILED -> "Precondition Failed\nA precondition for this request was not met.";
            case ETAG_MISMATCH -> "Unprocessable Entity\nUnable to process the contained instructions";
            case UNAVAILABLE ->
                "Service Unavailable\nThe server is currently unavailable. Please try again at a later time.";
            case OUT_OF_SPACE -> "Insufficient Storage\nThere was not enough space to save the resource.";
            case BAD_REQUEST ->
                "Bad Request\nThe server could not comply with the request since it is either malformed or otherwise"
                        + " incorrect.";
            default -> of(refused).substring(4);
        };
    }
}
