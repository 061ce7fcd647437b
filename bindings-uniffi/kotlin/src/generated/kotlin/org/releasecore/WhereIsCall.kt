// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.whereIs], with its options. */
public class WhereIsCall internal constructor(engine: Engine) :
    Call<WhereIs>(engine, "where_is", { WhereIs.read(it) }) {
    /** Only the projects of this repository, by a name that it has or had. */
    public fun repository(value: String): WhereIsCall = apply {
        say("repository", value)
    }
}
