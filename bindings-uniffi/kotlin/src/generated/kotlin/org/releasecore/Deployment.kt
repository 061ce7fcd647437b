// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * One attempt to put one candidate into one environment.
 *
 * @property commit The candidate's commit.
 * @property createdAt When it was recorded.
 * @property environmentName The environment.
 * @property id Its id, the "deployment id" that a deploy workflow is told.
 * @property number Its number, counted within the environment from 1.
 * @property project The project.
 * @property releaseCandidateVersion The candidate.
 * @property releaseVersion The version of the candidate's release.
 * @property status Its status.
 * @property actor Who asked for it.
 * @property attempt The attempt of that run, from 1.
 * @property deployEndAt When it first came to its end.
 * @property deployStartAt When it first moved out of `pending`.
 * @property dispatchId The dispatch of its workflow; missing where none is configured or it was only reported.
 * @property errorMessage What went wrong, in the words of who reported it.
 * @property fromReleaseCandidateVersion The candidate that the environment is moving from.
 * @property fromReleaseVersion The release that the environment is moving from.
 * @property reason For a rollback, why this target; for a forced deployment, why it was forced.
 * @property retryOf For a deployment made by `retry_dispatch`: the one whose start had failed.
 * @property rollbackOf For a rollback: the deployment that it takes the environment away from.
 * @property runId The id that the CI system gave its run.
 * @property url Where its run is shown.
 */
public data class Deployment @JvmOverloads constructor(
    public val commit: String,
    public val createdAt: Instant,
    public val environmentName: String,
    public val id: String,
    public val number: Long,
    public val project: String,
    public val releaseCandidateVersion: String,
    public val releaseVersion: String,
    public val status: Status,
    public val actor: String? = null,
    public val attempt: Long? = null,
    public val deployEndAt: Instant? = null,
    public val deployStartAt: Instant? = null,
    public val dispatchId: String? = null,
    public val errorMessage: String? = null,
    public val fromReleaseCandidateVersion: String? = null,
    public val fromReleaseVersion: String? = null,
    public val reason: String? = null,
    public val retryOf: String? = null,
    public val rollbackOf: String? = null,
    public val runId: String? = null,
    public val url: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("commit", commit)
        said("created_at", createdAt)
        said("environment_name", environmentName)
        said("id", id)
        said("number", number)
        said("project", project)
        said("release_candidate_version", releaseCandidateVersion)
        said("release_version", releaseVersion)
        said("status", status)
        said("actor", actor)
        said("attempt", attempt)
        said("deploy_end_at", deployEndAt)
        said("deploy_start_at", deployStartAt)
        said("dispatch_id", dispatchId)
        said("error_message", errorMessage)
        said("from_release_candidate_version", fromReleaseCandidateVersion)
        said("from_release_version", fromReleaseVersion)
        said("reason", reason)
        said("retry_of", retryOf)
        said("rollback_of", rollbackOf)
        said("run_id", runId)
        said("url", url)
    }

    internal companion object {
        fun read(json: JsonElement): Deployment = Deployment(
            json.required("commit", JsonElement::text),
            json.required("created_at", JsonElement::time),
            json.required("environment_name", JsonElement::text),
            json.required("id", JsonElement::text),
            json.required("number", JsonElement::integer),
            json.required("project", JsonElement::text),
            json.required("release_candidate_version", JsonElement::text),
            json.required("release_version", JsonElement::text),
            json.required("status", Status::read),
            json.optional("actor", JsonElement::text),
            json.optional("attempt", JsonElement::integer),
            json.optional("deploy_end_at", JsonElement::time),
            json.optional("deploy_start_at", JsonElement::time),
            json.optional("dispatch_id", JsonElement::text),
            json.optional("error_message", JsonElement::text),
            json.optional("from_release_candidate_version", JsonElement::text),
            json.optional("from_release_version", JsonElement::text),
            json.optional("reason", JsonElement::text),
            json.optional("retry_of", JsonElement::text),
            json.optional("rollback_of", JsonElement::text),
            json.optional("run_id", JsonElement::text),
            json.optional("url", JsonElement::text),
        )
    }
}
