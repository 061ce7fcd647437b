// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A candidate and the commit that it was cut at.
 *
 * @property candidateVersion The candidate.
 * @property commit Its commit.
 */
public data class Cut(
    public val candidateVersion: String,
    public val commit: String,
) : Record() {
    override fun json(): JsonObject = written {
        said("candidate_version", candidateVersion)
        said("commit", commit)
    }

    internal companion object {
        fun read(json: JsonElement): Cut = Cut(
            json.required("candidate_version", JsonElement::text),
            json.required("commit", JsonElement::text),
        )
    }
}
