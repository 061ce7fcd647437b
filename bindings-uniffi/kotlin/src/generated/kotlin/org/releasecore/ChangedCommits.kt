// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * The commits that one candidate has and another one has not.
 *
 * @property commits Those that touch the project or may touch it, the newest first: at most `MAX_COMMITS`.
 * @property lookedAt How many of the newest ones were looked at. Where this is less than `total`, the rest is not
 *     listed.
 * @property notRelevant How many of those that were looked at touch nothing of the project, and are not listed.
 * @property total How many there are in all, as far as the history is known.
 */
public data class ChangedCommits(
    public val commits: List<ChangedCommit>,
    public val lookedAt: Long,
    public val notRelevant: Long,
    public val total: Long,
) : Record() {
    override fun json(): JsonObject = written {
        said("commits", commits)
        said("looked_at", lookedAt)
        said("not_relevant", notRelevant)
        said("total", total)
    }

    internal companion object {
        fun read(json: JsonElement): ChangedCommits = ChangedCommits(
            json.required("commits", { it.list(ChangedCommit::read) }),
            json.required("looked_at", JsonElement::integer),
            json.required("not_relevant", JsonElement::integer),
            json.required("total", JsonElement::integer),
        )
    }
}
