// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * The candidates of a project that contain a commit: it is theirs, or in the history of theirs.
 *
 * @property count How many contain it.
 * @property unknown Of how many it cannot be told.
 * @property first The lowest version that contains it.
 */
public data class CommitInCandidates @JvmOverloads constructor(
    public val count: Long,
    public val unknown: Long,
    public val first: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("count", count)
        said("unknown", unknown)
        said("first", first)
    }

    internal companion object {
        fun read(json: JsonElement): CommitInCandidates = CommitInCandidates(
            json.required("count", JsonElement::integer),
            json.required("unknown", JsonElement::integer),
            json.optional("first", JsonElement::text),
        )
    }
}
