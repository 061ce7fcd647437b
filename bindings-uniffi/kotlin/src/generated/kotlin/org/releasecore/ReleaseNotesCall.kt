// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.releaseNotes], with its options. */
public class ReleaseNotesCall internal constructor(engine: Engine) :
    Call<Changes>(engine, "release_notes", { Changes.read(it) }) {
    /** Compares with this candidate instead of the release before. */
    public fun from(value: String): ReleaseNotesCall = apply {
        say("from", value)
    }
}
