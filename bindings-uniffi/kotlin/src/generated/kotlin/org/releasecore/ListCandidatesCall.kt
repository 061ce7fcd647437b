// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.listCandidates], with its options. */
public class ListCandidatesCall internal constructor(engine: Engine) :
    Call<Page<Candidate>>(engine, "list_candidates", { Page.read(it, Candidate::read) }) {
    /** Only the candidates of one release. */
    public fun release(value: String): ListCandidatesCall = apply {
        say("release", value)
    }

    /** How many items a page has: 1 to 100, 50 where nothing is said. */
    public fun perPage(value: Long): ListCandidatesCall = apply {
        say("per_page", value)
    }

    /** Where the page begins: the `next` of the page before. */
    public fun cursor(value: String): ListCandidatesCall = apply {
        say("cursor", value)
    }
}
