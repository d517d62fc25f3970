package torc.common.identity;

/// An EC2 credential: the access key and secret with which S3 requests are signed, and whom they act for.
///
/// @param id the public access key id
/// @param secret the secret; never logged, and never part of this record's text
public record AccessKey(String id, String secret, Caller caller) {
    @Override
    public String toString() {
        return "AccessKey[id=" + id + ", secret=***, userId=" + caller.userId() + "]";
    }
}
