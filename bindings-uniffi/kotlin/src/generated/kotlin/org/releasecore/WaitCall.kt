// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Duration

/** The call of [Releases.wait], with its options. */
public class WaitCall internal constructor(engine: Engine) :
    Call<Deployment>(engine, "wait", { Deployment.read(it) }) {
    /** How long to wait at most; zero looks once. */
    public fun limit(value: Duration): WaitCall = apply {
        say("limit_ms", value)
    }
}
