package torc.proxy.swift;

/// The page that stands for a status where nothing more can be said, word for word as Swift's users know it.
final class StatusPages {
    private StatusPages() {}

    static String of(int status) {
        return switch (status) {
            case 400 ->
                page(
                        "Bad Request",
                        "The server could not comply with the request since it is either malformed or otherwise"
                                + " incorrect.");
            case 401 ->
                page(
                        "Unauthorized",
                        "This server could not verify that you are authorized to access the document you requested.");
            case 403 -> page("Forbidden", "Access was denied to this resource.");
            case 404 -> page("Not Found", "The resource could not be found.");
            case 405 -> page("Method Not Allowed", "The method is not allowed for this resource.");
            case 406 -> page("Not Acceptable", "The resource is not available in a format acceptable to your browser.");
            case 408 ->
                page("Request Timeout", "The server has waited too long for the request to be sent by the client.");
            case 409 -> page("Conflict", "There was a conflict when trying to complete your request.");
            case 412 -> page("Precondition Failed", "A precondition for this request was not met.");
            case 416 -> page("Requested Range Not Satisfiable", "The Range requested is not available.");
            case 422 -> page("Unprocessable Entity", "Unable to process the contained instructions");
            case 499 -> page("Client Disconnect", "The client was disconnected during request.");
            case 501 -> page("Not Implemented", "The requested method is not implemented by this server.");
            case 503 ->
                page("Service Unavailable", "The server is currently unavailable. Please try again at a later time.");
            case 507 -> page("Insufficient Storage", "There was not enough space to save the resource.");
            default ->
                page(
                        "Internal Error",
                        "The server has either erred or is incapable of performing the requested operation.");
        };
    }

    private static String page(String title, String text) {
        return "<html><h1>" + title + "</h1><p>" + text + "</p></html>";
    }
}
