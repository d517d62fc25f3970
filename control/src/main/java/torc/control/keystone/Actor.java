package torc.control.keystone;

import torc.control.identity.Login;

/// Who calls the Keystone API.
///
/// @param administrator whether they may manage everything
record Actor(Login login, boolean administrator) {
    String userId() {
        return login.user().id();
    }
}
