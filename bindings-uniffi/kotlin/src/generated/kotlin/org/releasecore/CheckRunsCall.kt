// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Duration

/** The call of [Releases.checkRuns], with its options. */
public class CheckRunsCall internal constructor(engine: Engine) :
    Call<CheckedRuns>(engine, "check_runs", { CheckedRuns.read(it) }) {
    /** How long a run must have been silent; 10 minutes by default, at least a second. */
    public fun silentAfter(value: Duration): CheckRunsCall = apply {
        say("silent_after_ms", value)
    }
}
