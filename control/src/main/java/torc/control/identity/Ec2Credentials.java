package torc.control.identity;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Transaction;

/// EC2 credentials by access key, their secrets sealed.
final class Ec2Credentials {
    private static final char KIND = 'e';
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Rows rows;
    private final SecretBox secrets;

    Ec2Credentials(Rows rows, SecretBox secrets) {
        this.rows = rows;
        this.secrets = secrets;
    }

    /// @return false if the access key is taken
    boolean create(String access, String secret, String userId, String projectId) {
        var key = RowKey.of(KIND, access);
        var credential = new Ec2Credential(access, userId, projectId, secrets.seal(access, secret));
        return rows.commit(rows.change().check(new Check.Absent(key)).put(key, JSON.writeValueAsBytes(credential)));
    }

    Optional<Ec2Credential> find(String access) {
        return rows.get(RowKey.of(KIND, access)).map(Ec2Credentials::parse);
    }

    String secretOf(Ec2Credential credential) {
        return secrets.open(credential.access(), credential.sealedSecret());
    }

    List<Ec2Credential> all() {
        return rows.all(RowKey.of(KIND, "")).stream().map(Ec2Credentials::parse).toList();
    }

    List<Ec2Credential> ofUser(String userId) {
        return all().stream()
                .filter(credential -> credential.userId().equals(userId))
                .toList();
    }

    boolean delete(Ec2Credential credential) {
        var change = rows.change();
        delete(credential, change);
        return rows.commit(change);
    }

    void delete(Ec2Credential credential, Transaction.Builder change) {
        change.delete(RowKey.of(KIND, credential.access()));
    }

    private static Ec2Credential parse(Row row) {
        return JSON.readValue(row.value(), Ec2Credential.class);
    }
}
