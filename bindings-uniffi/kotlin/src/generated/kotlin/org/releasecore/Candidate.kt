// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A release candidate: one commit, for ever.
 *
 * @property buildStatus The state of its build.
 * @property commit The commit that it was cut at.
 * @property createdAt When it was cut.
 * @property id Its id, the "release cut id" that a build workflow is told.
 * @property project The project it belongs to.
 * @property releaseVersion The version of the release that it is a candidate of.
 * @property repository The repository as it was named when the candidate was cut.
 * @property version Its version.
 * @property actor Who cut it.
 * @property buildEndAt When its build ended, or when it was cut where there was nothing to build.
 * @property dispatchId The dispatch of its newest build.
 * @property errorMessage What went wrong with the build.
 * @property runId The id that the CI system gave the build's run.
 * @property url Where the build's run is shown.
 */
public data class Candidate @JvmOverloads constructor(
    public val buildStatus: BuildStatus,
    public val commit: String,
    public val createdAt: Instant,
    public val id: String,
    public val project: String,
    public val releaseVersion: String,
    public val repository: String,
    public val version: String,
    public val actor: String? = null,
    public val buildEndAt: Instant? = null,
    public val dispatchId: String? = null,
    public val errorMessage: String? = null,
    public val runId: String? = null,
    public val url: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("build_status", buildStatus)
        said("commit", commit)
        said("created_at", createdAt)
        said("id", id)
        said("project", project)
        said("release_version", releaseVersion)
        said("repository", repository)
        said("version", version)
        said("actor", actor)
        said("build_end_at", buildEndAt)
        said("dispatch_id", dispatchId)
        said("error_message", errorMessage)
        said("run_id", runId)
        said("url", url)
    }

    internal companion object {
        fun read(json: JsonElement): Candidate = Candidate(
            json.required("build_status", BuildStatus::read),
            json.required("commit", JsonElement::text),
            json.required("created_at", JsonElement::time),
            json.required("id", JsonElement::text),
            json.required("project", JsonElement::text),
            json.required("release_version", JsonElement::text),
            json.required("repository", JsonElement::text),
            json.required("version", JsonElement::text),
            json.optional("actor", JsonElement::text),
            json.optional("build_end_at", JsonElement::time),
            json.optional("dispatch_id", JsonElement::text),
            json.optional("error_message", JsonElement::text),
            json.optional("run_id", JsonElement::text),
            json.optional("url", JsonElement::text),
        )
    }
}
