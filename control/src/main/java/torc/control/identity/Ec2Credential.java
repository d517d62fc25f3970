package torc.control.identity;

/// An EC2 credential as it is stored: the secret is sealed by [SecretBox].
public record Ec2Credential(String access, String userId, String projectId, String sealedSecret) {}
