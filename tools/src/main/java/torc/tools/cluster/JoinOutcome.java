package torc.tools.cluster;

/// How asking to be admitted ended.
sealed interface JoinOutcome {
    record Admitted(Admission admission) implements JoinOutcome {
        @Override
        public String toString() {
            return "Admitted[***]";
        }
    }

    /// @param message in words for the operator, without any secret
    record Refused(Reason reason, String message) implements JoinOutcome {}

    /// Why nobody was admitted. The cluster is as it was.
    enum Reason {
        MALFORMED(400),
        CLOCK_SKEW(400),
        OTHER_VERSION(409),
        /// The token is unknown, its secret is wrong, or it has expired or been used up.
        BAD_TOKEN(403),
        EXPIRED_TOKEN(403),
        USED_TOKEN(403),
        NAME_TAKEN(409),
        /// Not known whether it happened; asking again is right.
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
