package torc.control.api;

/// A request that the API refuses, with the status and the sentence that its documentation gives.
/// Thrown by
/// handlers,
/// turned into a response by [ApiRouter] alone.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }

    public static Refused badRequest(String why) {
        return new Refused(400, why);
    }

    public static Refused unauthorized() {
        return new Refused(401, "The request you have made requires authentication.");
    }

    public static Refused forbidden() {
        return new Refused(403, "You are not authorized to perform the requested action.");
    }

    public static Refused notFound(String kind, String id) {
        return new Refused(404, "Could not find " + kind + ": " + id + ".");
    }

    public static Refused conflict(String why) {
        return new Refused(409, "Conflict occurred attempting to store " + why + ".");
    }

    static Refused noSuchPath() {
        return new Refused(404, "The resource could not be found.");
    }

    static Refused methodNotAllowed() {
        return new Refused(405, "The method is not allowed for this resource.");
    }

    static Refused tooLarge() {
        return new Refused(413, "The request body is too large.");
    }
}
