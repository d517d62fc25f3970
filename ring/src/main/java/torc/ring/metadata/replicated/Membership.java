package torc.ring.metadata.replicated;

import java.util.List;
import java.util.Optional;

/// Who is in a group, as a member knows it.
///
/// @param members decide what is committed: more than half of them
/// @param leader name of the member that leads, where one is known
public record Membership(List<Member> members, Optional<String> leader) {
    public Membership {
        members = List.copyOf(members);
    }
}
