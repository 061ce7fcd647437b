// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What came of a webhook, and why.
 *
 * @property deliveryId What tells this delivery from others.
 * @property event What it was about, in the sender's words: `workflow_run.completed`, `build.finished`.
 * @property outcome What it did.
 * @property attempt The attempt of the run, where the sender counts them.
 * @property candidateVersion The candidate that is deployed or built.
 * @property deploymentId The deployment; nothing where it is a build. A new one where the run was attempted again after
 *     its end.
 * @property environment The environment of the deployment.
 * @property project The project of the deployment or build.
 * @property reason Why it did nothing, where it did nothing.
 * @property runId The run.
 * @property statusAfter The status since.
 * @property statusBefore The status before: a deployment's word, or a build's.
 */
public data class Delivery @JvmOverloads constructor(
    public val deliveryId: String,
    public val event: String,
    public val outcome: DeliveryOutcome,
    public val attempt: Long? = null,
    public val candidateVersion: String? = null,
    public val deploymentId: String? = null,
    public val environment: String? = null,
    public val project: String? = null,
    public val reason: String? = null,
    public val runId: String? = null,
    public val statusAfter: String? = null,
    public val statusBefore: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("delivery_id", deliveryId)
        said("event", event)
        said("outcome", outcome)
        said("attempt", attempt)
        said("candidate_version", candidateVersion)
        said("deployment_id", deploymentId)
        said("environment", environment)
        said("project", project)
        said("reason", reason)
        said("run_id", runId)
        said("status_after", statusAfter)
        said("status_before", statusBefore)
    }

    internal companion object {
        fun read(json: JsonElement): Delivery = Delivery(
            json.required("delivery_id", JsonElement::text),
            json.required("event", JsonElement::text),
            json.required("outcome", DeliveryOutcome::read),
            json.optional("attempt", JsonElement::integer),
            json.optional("candidate_version", JsonElement::text),
            json.optional("deployment_id", JsonElement::text),
            json.optional("environment", JsonElement::text),
            json.optional("project", JsonElement::text),
            json.optional("reason", JsonElement::text),
            json.optional("run_id", JsonElement::text),
            json.optional("status_after", JsonElement::text),
            json.optional("status_before", JsonElement::text),
        )
    }
}
