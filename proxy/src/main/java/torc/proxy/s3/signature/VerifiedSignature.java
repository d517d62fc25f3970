package torc.proxy.s3.signature;

import torc.common.identity.AccessKey;

/// A signature that was found right, and what is needed to check the signatures of a body's chunks that
/// follow from it.
///
/// @param accessKey the key that signed
/// @param signingKey the key derived for this day and region
/// @param signature in hexadecimal; the seed of the chunks' signatures
/// @param time of signing, in SigV4's form
/// @param scope the credential's scope
public record VerifiedSignature(
        AccessKey accessKey, HmacKey signingKey, String signature, String time, String scope, boolean presigned) {
    @Override
    public String toString() {
        return "VerifiedSignature[" + accessKey.id() + "]";
    }
}
