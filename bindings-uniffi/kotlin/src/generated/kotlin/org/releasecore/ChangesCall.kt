// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.changes], with its options. */
public class ChangesCall internal constructor(engine: Engine) :
    Call<Changes>(engine, "changes", { Changes.read(it) }) {
    /** Compares with this candidate instead of what is live or was. */
    public fun from(value: String): ChangesCall = apply {
        say("from", value)
    }

    /** Tells what this candidate changes instead of what is live. */
    public fun to(value: String): ChangesCall = apply {
        say("to", value)
    }
}
