// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A time in which an environment contained a commit that it does not contain any more.
 *
 * @property candidateVersion The candidate that was live last with it.
 * @property deploymentId That candidate's deployment.
 * @property replacedBy The candidate that took it away.
 * @property rolledBack Whether that was a rollback.
 * @property since Since when it was contained.
 * @property until Until when.
 */
public data class CommitStay(
    public val candidateVersion: String,
    public val deploymentId: String,
    public val replacedBy: String,
    public val rolledBack: Boolean,
    public val since: Instant,
    public val until: Instant,
) : Record() {
    override fun json(): JsonObject = written {
        said("candidate_version", candidateVersion)
        said("deployment_id", deploymentId)
        said("replaced_by", replacedBy)
        said("rolled_back", rolledBack)
        said("since", since)
        said("until", until)
    }

    internal companion object {
        fun read(json: JsonElement): CommitStay = CommitStay(
            json.required("candidate_version", JsonElement::text),
            json.required("deployment_id", JsonElement::text),
            json.required("replaced_by", JsonElement::text),
            json.required("rolled_back", JsonElement::flag),
            json.required("since", JsonElement::time),
            json.required("until", JsonElement::time),
        )
    }
}
