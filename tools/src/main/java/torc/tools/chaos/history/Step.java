package torc.tools.chaos.history;

/// What an operation did to one key, or saw of it, as a step of a store that does one thing at a time. The state
/// of a
/// key is the [Mark] of its value.
public sealed interface Step {
    /// What no state is.
    long IMPOSSIBLE = -1;

    /// The state after the step, or [#IMPOSSIBLE] if it cannot happen in this one.
    long from(long state);

    /// Whether it can happen in every state and leaves the same: what came before leaves no trace.
    default boolean overwrites() {
        return false;
    }

    /// Whether it changes nothing.
    default boolean looks() {
        return false;
    }

    /// A value was stored, whatever was there.
    record Put(long value) implements Step {
        @Override
        public long from(long state) {
            return value;
        }

        @Override
        public boolean overwrites() {
            return true;
        }

        @Override
        public String toString() {
            return "put " + Mark.text(value);
        }
    }

    /// A value was stored where nothing was.
    record Create(long value) implements Step {
        @Override
        public long from(long state) {
            return state == Mark.ABSENT ? value : IMPOSSIBLE;
        }

        @Override
        public String toString() {
            return "create " + Mark.text(value);
        }
    }

    /// A value was stored in the place of this one.
    record Replace(long expected, long value) implements Step {
        @Override
        public long from(long state) {
            return state == expected ? value : IMPOSSIBLE;
        }

        @Override
        public String toString() {
            return "replace " + Mark.text(expected) + " by " + Mark.text(value);
        }
    }

    /// Whatever was there is gone.
    record Remove() implements Step {
        @Override
        public long from(long state) {
            return Mark.ABSENT;
        }

        @Override
        public boolean overwrites() {
            return true;
        }

        @Override
        public String toString() {
            return "remove";
        }
    }

    /// Something was there, and is gone.
    record RemoveFound() implements Step {
        @Override
        public long from(long state) {
            return state == Mark.ABSENT ? IMPOSSIBLE : Mark.ABSENT;
        }

        @Override
        public String toString() {
            return "remove what is there";
        }
    }

    /// This value was there; [Mark#ABSENT] if nothing was.
    record Saw(long value) implements Step {
        @Override
        public long from(long state) {
            return state == value ? state : IMPOSSIBLE;
        }

        @Override
        public boolean looks() {
            return true;
        }

        @Override
        public String toString() {
            return "saw " + Mark.text(value);
        }
    }

    /// Something other than this was there, or, for [Mark#ABSENT], something.
    record SawOther(long than) implements Step {
        @Override
        public long from(long state) {
            return state == than ? IMPOSSIBLE : state;
        }

        @Override
        public boolean looks() {
            return true;
        }

        @Override
        public String toString() {
            return "saw not " + Mark.text(than);
        }
    }

    /// Something of this length was there.
    record SawLength(long bytes) implements Step {
        @Override
        public long from(long state) {
            return state != Mark.ABSENT && Mark.bytes(state) == bytes ? state : IMPOSSIBLE;
        }

        @Override
        public boolean looks() {
            return true;
        }

        @Override
        public String toString() {
            return "saw " + bytes + " bytes";
        }
    }
}
