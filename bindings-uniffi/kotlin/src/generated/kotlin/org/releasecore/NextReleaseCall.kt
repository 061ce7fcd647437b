// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.nextRelease], with its options. */
public class NextReleaseCall internal constructor(engine: Engine) :
    Call<String>(engine, "next_release", { it.text() }) {
    /** Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`. */
    public fun bump(value: Bump): NextReleaseCall = apply {
        say("bump", value.word)
    }

    /** Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`. By its word. */
    public fun bump(value: String): NextReleaseCall = apply {
        say("bump", value)
    }
}
