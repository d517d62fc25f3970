package torc.tools.cluster;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import torc.common.secret.ConstantTime;
import torc.common.tls.NodeKeys;
import torc.common.tls.Pem;
import torc.common.tls.PinnedTls;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.command.VersionCommand;
import torc.tools.data.DataDirectory;

/// Makes an open data directory a node of the cluster that a token is for. Nothing is written before the cluster
/// has
/// said yes.
final class Joining {
    private final SecureRandom random;
    private final InstantSource clock;

    Joining(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /// What the new node is to be.
    record Wish(String name, String address, int clusterPort, int raftPort, List<String> roles) {}

    /// @throws CommandFailed if the cluster says no or cannot be reached
    ClusterIdentity join(DataDirectory data, JoinToken token, Wish wish) {
        var pair = CertificateAuthority.keyPair(random);
        var request = new JoinRequest(
                JoinRequest.FORMAT,
                VersionCommand.VERSION,
                token.id(),
                token.secret(),
                SigningRequest.of(pair, wish.name()),
                wish.name(),
                wish.address(),
                wish.clusterPort(),
                wish.raftPort(),
                wish.roles(),
                clock.instant());
        var admission = ask(token, request);
        var identity = identity(token, wish, pair, admission);
        data.adopt(admission.credentials());
        identity.write(data);
        return identity;
    }

    /// Asks the token's nodes in turn, with one key, so that an answer that was lost is given again.
    private static Admission ask(JoinToken token, JoinRequest request) {
        var unreachable = new ArrayList<String>();
        try (var client = new NodeClient(PinnedTls.context(token.fingerprint()))) {
            for (var authority : token.authorities()) {
                switch (client.post(authority, "/join", request, Admission.class)) {
                    case NodeClient.Answer.Given<Admission>(var admission) -> {
                        return admission;
                    }
                    case NodeClient.Answer.Refused<Admission>(var error, var message) -> {
                        if (!error.equals(JoinOutcome.Reason.UNAVAILABLE.name()))
                            throw new CommandFailed(ExitCode.REFUSED, "The cluster said no: " + message + ".");
                        unreachable.add(authority + ": " + message);
                    }
                    case NodeClient.Answer.Unreachable<Admission>(var cause) ->
                        unreachable.add(authority + ": " + cause);
                }
            }
        }
        throw new CommandFailed(
                ExitCode.FAILED, "No node of the cluster answered. " + String.join("; ", unreachable) + ".");
    }

    private static ClusterIdentity identity(JoinToken token, Wish wish, KeyPair pair, Admission admission) {
        try {
            var authority = Pem.certificate(admission.authority());
            if (!ConstantTime.equal(PinnedTls.fingerprint(authority), token.fingerprint()))
                throw new GeneralSecurityException("another authority than the token's");
            var keys = NodeKeys.checked(pair.getPrivate(), Pem.certificate(admission.certificate()), authority);
            var self = new Member(
                    admission.node(), wish.name(), wish.address(), wish.clusterPort(), wish.raftPort(), wish.roles());
            var file = NodeFile.of(admission.cluster(), admission.raftGroup(), self, admission.members());
            return new ClusterIdentity(file, keys);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.FAILED, "The cluster's answer is wrong: " + e.getMessage() + ".");
        }
    }
}
