package torc.control.identity;

/// The administrator that exists from the first start on. The secrets are drawn by whoever starts
/// the
/// process and
/// kept
/// where only the owner can read them.
///
/// @param password of the user `admin`
/// @param accessKey of the EC2 credential with which `admin` signs S3 requests
public record Bootstrap(String password, String accessKey, String secretKey) {
    @Override
    public String toString() {
        return "Bootstrap[***]";
    }
}
