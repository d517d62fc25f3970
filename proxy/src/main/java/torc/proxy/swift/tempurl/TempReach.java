package torc.proxy.swift.tempurl;

import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// What a temporary URL reaches besides its own object: with a key of the account all of the account, with one of the
/// container nothing outside of that (THREATS W02).
///
/// @param container empty if all of the account's are within reach
record TempReach(String account, String container) implements Reach {
    @Override
    public void requireRead(SwiftPath path) {
        require(path);
    }

    @Override
    public void requireWrite(SwiftPath path) {
        require(path);
    }

    private void require(SwiftPath path) {
        var within = path.account().equals(account)
                && (container.isEmpty() || path.container().equals(container));
        if (!within) throw new Refused(Fault.UNAUTHORIZED);
    }
}
