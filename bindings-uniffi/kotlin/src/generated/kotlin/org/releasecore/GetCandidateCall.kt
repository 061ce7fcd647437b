// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.getCandidate], with its options. */
public class GetCandidateCall internal constructor(engine: Engine) :
    Call<Candidate>(engine, "get_candidate", { Candidate.read(it) }) {
}
