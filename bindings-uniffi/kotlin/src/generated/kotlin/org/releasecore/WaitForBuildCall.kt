// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Duration

/** The call of [Releases.waitForBuild], with its options. */
public class WaitForBuildCall internal constructor(engine: Engine) :
    Call<Candidate>(engine, "wait_for_build", { Candidate.read(it) }) {
    /** How long to wait at most; zero looks once. */
    public fun limit(value: Duration): WaitForBuildCall = apply {
        say("limit_ms", value)
    }
}
