package torc.control.identity;

import java.util.function.Supplier;

/// The administrator that exists from the first start on. The secrets are drawn by whoever starts the process
/// and kept
/// where only the owner can read them.
///
/// @param passwordHash of the user `admin`, by [Passwords#hash]; only asked for while there is no such user
/// @param projectId of the project `admin`: the same at each first start of one cloud, so that accounts that are
/// made
///     anew from blobs are its again
/// @param accessKey of the EC2 credential with which `admin` signs S3 requests
public record Bootstrap(Supplier<String> passwordHash, String accessKey, String secretKey, String projectId) {
    @Override
    public String toString() {
        return "Bootstrap[***]";
    }
}
