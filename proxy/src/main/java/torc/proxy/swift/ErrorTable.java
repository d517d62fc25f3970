package torc.proxy.swift;

import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

/// Every error that this dialect gives: status and text, in Swift's words. Nothing of an inner cause is in any
/// of them (THREATS R08).
final class ErrorTable {
    private static final String HTML = "text/html; charset=UTF-8";
    private static final String TEXT = "text/plain";

    private ErrorTable() {}

    static HttpResponse answer(Refused refused) {
        var d = refused.detail();
        return switch (refused.fault()) {
            case BAD_REQUEST -> page(refused, 400);
            case UNAUTHORIZED -> page(refused, 401);
            case FORBIDDEN -> page(refused, 403);
            case NOT_FOUND -> page(refused, 404);
            case METHOD_NOT_ALLOWED -> page(refused, 405);
            case NOT_ACCEPTABLE -> page(refused, 406);
            case CLIENT_TOO_SLOW -> page(refused, 408);
            case POLICY_DIFFERS, CONTAINER_NOT_EMPTY, SEGMENT_BROKEN, SYNC_IS_OLDER -> page(refused, 409);
            case ACCOUNT_GONE -> page(refused, 410);
            case PRECONDITION_FAILED -> page(refused, 412);
            case RANGE_NOT_SATISFIABLE -> page(refused, 416);
            case ETAG_MISMATCH -> page(refused, 422);
            case CLIENT_DISCONNECTED -> page(refused, 499);
            case INTERNAL -> page(refused, 500);
            case NOT_IMPLEMENTED -> page(refused, 501);
            case UNAVAILABLE -> page(refused, 503);
            case OUT_OF_SPACE -> page(refused, 507);

            case INVALID_UTF8_OR_NUL -> html(refused, 412, "Invalid UTF8 or contains NULL");
            case HOST_INVALID -> text(refused, 400, "Bad domain in host header");
            case HOST_UNKNOWN -> text(refused, 400, d);
            case ARCHIVE_UNKNOWN -> html(refused, 400, "Unsupported archive format");
            case NAME_FORBIDDEN -> html(refused, 400, d);
            case READ_ONLY -> html(refused, 405, "Writes are disabled for this account.");
            case CONTAINER_READ_ONLY -> html(refused, 405, "Writes are disabled for this container.");
            case ACCOUNT_JUST_DELETED -> html(refused, 403, "Recently deleted");
            case SLOW_DOWN -> html(refused, 498, "Slow down");
            case ACCOUNT_REFUSED -> html(refused, 497, "Your account has been blacklisted");
            case SYNC_AUTH_INVALID ->
                text(refused, 401, "X-Container-Sync-Auth header not valid; contact cluster operator for support.");
            case SYNC_TIMESTAMP_INVALID -> text(refused, 400, "Invalid X-Timestamp header");
            case SYNC_TO_INVALID -> text(refused, 400, d);
            case SYNC_OF_VERSIONS ->
                html(refused, 400, "Cannot configure container sync on a container with object versioning configured.");
            case VERSIONS_OF_SYNC ->
                html(
                        refused,
                        400,
                        "Cannot enable object versioning on a container configured as source of container syncing.");
            case BAD_URL -> html(refused, 412, "Bad URL");
            case LIMIT_TOO_LARGE -> html(refused, 412, "Maximum limit is " + d);
            case BAD_ACCEPT -> html(refused, 400, "Invalid Accept header");
            case ACCOUNT_NAME_TOO_LONG -> html(refused, 400, "Account name length of " + d);
            case CONTAINER_NAME_TOO_LONG -> html(refused, 400, "Container name length of " + d);
            case CONTENT_TYPE_RESERVED ->
                html(refused, 400, "Invalid Content-Type, swift_* is not a valid parameter name.");
            case COPY_FROM_MALFORMED ->
                html(refused, 412, "X-Copy-From header must be of the form <container name>/<object name>");
            case DESTINATION_MALFORMED ->
                html(refused, 412, "Destination header must be of the form <container name>/<object name>");
            case DESTINATION_MISSING -> html(refused, 412, "Destination header required");
            case ACCOUNT_HEADER_EMPTY -> html(refused, 412, "Account name cannot be empty");
            case ACCOUNT_HEADER_HAS_SLASH -> html(refused, 412, "Account name cannot contain slashes");
            case ACL_REFERRER_IN_WRITE -> html(refused, 400, "Referrers not allowed in write ACL: " + d);
            case ACL_REFERRER_EMPTY ->
                html(refused, 400, "No host/domain value after referrer designation in ACL: " + d);
            case ACL_UNKNOWN_DESIGNATOR -> html(refused, 400, "Unknown designator " + d);

            case CONTAINER_HAS_VERSIONS -> html(refused, 409, "Delete all versions before deleting container.");
            case VERSION_ID_INVALID -> html(refused, 400, "Invalid version parameter");
            case VERSION_POSTED -> html(refused, 400, "POST to a specific version is not allowed");
            case VERSION_HAS_BODY -> text(refused, 400, "PUT version-id requests require a zero byte body");
            case VERSION_MISSING -> text(refused, 404, "The specified version does not exist");
            case VERSION_IS_MARKER ->
                response(refused, 404, "application/x-deleted;swift_versions_deleted=1", StatusPages.of(404));
            case VERSIONS_NOT_KEPT ->
                html(refused, 400, "version-aware operations require that the container is versioned");
            case VERSIONS_BOTH_WAYS ->
                html(
                        refused,
                        400,
                        "Cannot enable object versioning on a container that is already using the legacy versioned"
                                + " writes feature.");
            case VERSION_MARKER_ALONE -> html(refused, 400, "version_marker param requires marker");
            case VERSION_MARKER_INVALID -> html(refused, 400, "invalid version_marker param");
            case DELIMITER_INVALID -> html(refused, 400, "invalid delimiter param");

            case TEMP_URL_INVALID -> html(refused, 401, "401 Unauthorized: Temp URL invalid\n");
            case TEMP_URL_POINTER -> html(refused, 400, "The " + d + " is not allowed in this tempurl");
            case MANIFEST_MALFORMED -> html(refused, 400, d);
            case MANIFEST_TOO_LARGE -> html(refused, 413, d);
            case MANIFEST_IS_COPY -> html(refused, 405, "Multipart Manifest PUTs cannot be COPY requests");
            case PART_NUMBER_INVALID -> html(refused, 400, "Part number must be an integer greater than 0");
            case PART_NUMBER_WITH_RANGE ->
                html(refused, 400, "Range requests are not supported with part number queries");

            case LINK_TARGET_MALFORMED ->
                text(refused, 412, "X-Symlink-Target header must be of the form <container name>/<object name>");
            case LINK_HAS_BODY -> text(refused, 400, "Symlink requests require a zero byte body");
            case LINK_TO_ITSELF -> text(refused, 400, "Symlink cannot target itself");
            case LINK_ETAG_FORMAT -> text(refused, 400, "Bad X-Symlink-Target-Etag format");
            case LINK_BY_POST -> text(refused, 400, "A PUT request is required to set a symlink target");
            case LINK_TARGET_MISSING -> text(refused, 409, "X-Symlink-Target does not exist");
            case LINK_TARGET_DIFFERS -> text(refused, 409, d);
            case LINK_CHAIN_DIFFERS -> text(refused, 409, "X-Symlink-Target-Etag headers do not match");
            case LINK_TOO_LONG -> text(refused, 409, "Too many levels of symbolic links, maximum allowed is " + d);
            case ACCOUNT_ACL_INVALID -> response(refused, 400, "text/plain; charset=UTF-8", d);
            case MANIFEST_INVALID -> text(refused, 400, d);
            case MANIFEST_FORMAT -> text(refused, 400, "X-Object-Manifest must be in the format container/prefix");
            case MANIFEST_MARK_RESERVED ->
                text(
                        refused,
                        400,
                        "X-Static-Large-Object is a reserved header. To create a static large object add query param"
                                + " multipart-manifest=put.");
            case OBJECT_NAME_TOO_LONG -> text(refused, 400, "Object name length of " + d);
            case PARAMETER_NOT_UTF8 -> text(refused, 400, '"' + d + "\" parameter not valid UTF-8");
            case HEADER_TOO_LONG -> text(refused, 400, "Header value too long: " + d);
            case METADATA_NAME_EMPTY -> text(refused, 400, "Metadata name cannot be empty");
            case METADATA_NAME_TOO_LONG -> text(refused, 400, "Metadata name too long: " + d);
            case METADATA_VALUE_TOO_LONG -> text(refused, 400, "Metadata value longer than " + d);
            case METADATA_TOO_MANY -> text(refused, 400, "Too many metadata items; max " + d);
            case METADATA_TOO_LARGE -> text(refused, 400, "Total metadata too large; max " + d);
            case METADATA_NOT_UTF8 -> text(refused, 400, "Metadata must be valid UTF-8");
            case CONTENT_LENGTH_INVALID -> text(refused, 400, "Invalid Content-Length header value");
            case CONTENT_LENGTH_REQUIRED -> text(refused, 411, "Missing Content-Length header.");
            case TRANSFER_ENCODING_UNKNOWN -> text(refused, 501, "Unsupported Transfer-Encoding header value");
            case TOO_LARGE -> text(refused, 413, "Your request is too large.");
            case QUOTA_EXCEEDED -> html(refused, 413, "Upload exceeds quota.");
            case POLICY_QUOTA_EXCEEDED -> html(refused, 413, "Upload exceeds policy quota.");
            case QUOTA_BYTES_INVALID -> html(refused, 400, "Invalid bytes quota.");
            case QUOTA_COUNT_INVALID -> html(refused, 400, "Invalid count quota.");
            case ARCHIVE_NAME_HAS_SLASH -> html(refused, 412, "Container name cannot contain slashes");
            case ARCHIVES_BOTH_WAYS ->
                text(refused, 400, "Only one of x-versions-location or x-history-location may be specified");
            case CONTENT_TYPE_INVALID -> text(refused, 400, "Invalid Content-Type");
            case CONTENT_MD5_INVALID -> text(refused, 400, "Invalid Content-MD5");
            case DELETE_AFTER_NOT_INTEGER -> text(refused, 400, "Non-integer X-Delete-After");
            case DELETE_AFTER_PAST -> text(refused, 400, "X-Delete-After in past");
            case DELETE_AT_NOT_INTEGER -> text(refused, 400, "Non-integer X-Delete-At");
            case DELETE_AT_PAST -> text(refused, 400, "X-Delete-At in past");
            case IF_DELETE_AT_INVALID -> text(refused, 400, "Bad X-If-Delete-At header value");
            case IF_DELETE_AT_DIFFERS -> html(refused, 412, "X-If-Delete-At and X-Delete-At do not match");
            case IF_NONE_MATCH_NOT_STAR -> text(refused, 400, "If-None-Match only supports *");
            case COPY_HAS_BODY -> text(refused, 400, "Copy requests require a zero byte body");
            case POLICY_UNKNOWN -> text(refused, 400, "Invalid X-Storage-Policy '" + d + "'");
        };
    }

    static Fault of(BodyBroken broken) {
        return switch (broken.reason()) {
            case DISCONNECTED -> Fault.CLIENT_DISCONNECTED;
            case STALLED -> Fault.CLIENT_TOO_SLOW;
            case MALFORMED -> Fault.BAD_REQUEST;
        };
    }

    private static HttpResponse page(Refused refused, int status) {
        return response(refused, status, HTML, StatusPages.of(status));
    }

    private static HttpResponse html(Refused refused, int status, String text) {
        return response(refused, status, HTML, text.replace("<", "&lt;").replace(">", "&gt;"));
    }

    private static HttpResponse text(Refused refused, int status, String text) {
        return response(refused, status, TEXT, text);
    }

    private static HttpResponse response(Refused refused, int status, String contentType, String body) {
        Headers.Builder headers = refused.headers().toBuilder().add("Content-Type", contentType);
        return HttpResponse.of(status, headers.build(), body);
    }
}
