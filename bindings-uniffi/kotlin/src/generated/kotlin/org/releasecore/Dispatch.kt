// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * The start of one workflow, from the decision until it is known to have started or to be impossible.
 *
 * @property attempts How often it was sent, or tried to be.
 * @property candidateId The candidate's id.
 * @property candidateVersion The candidate that is built or deployed.
 * @property createdAt When it was recorded.
 * @property id Its id, which the CI system is told, so that its run can be found again.
 * @property project The project.
 * @property state How far it has come.
 * @property workflow The workflow as it was configured when the dispatch was recorded.
 * @property deploymentId The deployment, for a deploy workflow.
 * @property dueAt When it is to be looked at next; nothing where it is settled.
 * @property environment The environment, for a deploy workflow.
 * @property message The CI system's words, or what went wrong on the way to it.
 * @property runId The id that the CI system gave the run.
 * @property url Where the run is shown.
 */
public data class Dispatch @JvmOverloads constructor(
    public val attempts: Long,
    public val candidateId: String,
    public val candidateVersion: String,
    public val createdAt: Instant,
    public val id: String,
    public val project: String,
    public val state: DispatchState,
    public val workflow: Workflow,
    public val deploymentId: String? = null,
    public val dueAt: Instant? = null,
    public val environment: String? = null,
    public val message: String? = null,
    public val runId: String? = null,
    public val url: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("attempts", attempts)
        said("candidate_id", candidateId)
        said("candidate_version", candidateVersion)
        said("created_at", createdAt)
        said("id", id)
        said("project", project)
        said("state", state)
        said("workflow", workflow)
        said("deployment_id", deploymentId)
        said("due_at", dueAt)
        said("environment", environment)
        said("message", message)
        said("run_id", runId)
        said("url", url)
    }

    internal companion object {
        fun read(json: JsonElement): Dispatch = Dispatch(
            json.required("attempts", JsonElement::integer),
            json.required("candidate_id", JsonElement::text),
            json.required("candidate_version", JsonElement::text),
            json.required("created_at", JsonElement::time),
            json.required("id", JsonElement::text),
            json.required("project", JsonElement::text),
            json.required("state", DispatchState::read),
            json.required("workflow", Workflow::read),
            json.optional("deployment_id", JsonElement::text),
            json.optional("due_at", JsonElement::time),
            json.optional("environment", JsonElement::text),
            json.optional("message", JsonElement::text),
            json.optional("run_id", JsonElement::text),
            json.optional("url", JsonElement::text),
        )
    }
}
