// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A candidate that was made of a tag.
 *
 * @property candidateVersion The candidate.
 * @property commit The commit.
 * @property tag The tag.
 */
public data class ImportedTag(
    public val candidateVersion: String,
    public val commit: String,
    public val tag: String,
) : Record() {
    override fun json(): JsonObject = written {
        said("candidate_version", candidateVersion)
        said("commit", commit)
        said("tag", tag)
    }

    internal companion object {
        fun read(json: JsonElement): ImportedTag = ImportedTag(
            json.required("candidate_version", JsonElement::text),
            json.required("commit", JsonElement::text),
            json.required("tag", JsonElement::text),
        )
    }
}
