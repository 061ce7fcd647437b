// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Where a commit is: the answer of `where_is`.
 *
 * @property commit What was asked for, in lower case.
 * @property projects The projects of the repositories that have the commit, by name.
 */
public data class WhereIs(
    public val commit: String,
    public val projects: List<CommitInProject>,
) : Record() {
    override fun json(): JsonObject = written {
        said("commit", commit)
        said("projects", projects)
    }

    internal companion object {
        fun read(json: JsonElement): WhereIs = WhereIs(
            json.required("commit", JsonElement::text),
            json.required("projects", { it.list(CommitInProject::read) }),
        )
    }
}
