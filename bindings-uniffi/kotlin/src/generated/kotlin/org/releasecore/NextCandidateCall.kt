// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.nextCandidate], with its options. */
public class NextCandidateCall internal constructor(engine: Engine) :
    Call<String>(engine, "next_candidate", { it.text() }) {
}
