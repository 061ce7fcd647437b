// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * One line of the audit log: who, when, what, before, after.
 *
 * @property action What, for example `deployment.created`.
 * @property at When, by the storage's clock.
 * @property project The project, as it was named then.
 * @property sequence Its place in the log; a later event has a higher number.
 * @property actor Who, where the call said so.
 * @property after What changed, as it is since.
 * @property before What changed, as it was before.
 * @property candidateVersion The candidate.
 * @property deploymentId The deployment.
 * @property environment The environment, as it was named then.
 * @property reason Why, where the call or the rule said so.
 */
public data class Event @JvmOverloads constructor(
    public val action: String,
    public val at: Instant,
    public val project: String,
    public val sequence: Long,
    public val actor: String? = null,
    public val after: Map<String, Any?> = emptyMap(),
    public val before: Map<String, Any?> = emptyMap(),
    public val candidateVersion: String? = null,
    public val deploymentId: String? = null,
    public val environment: String? = null,
    public val reason: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("action", action)
        said("at", at)
        said("project", project)
        said("sequence", sequence)
        said("actor", actor)
        said("after", after.ifEmpty { null })
        said("before", before.ifEmpty { null })
        said("candidate_version", candidateVersion)
        said("deployment_id", deploymentId)
        said("environment", environment)
        said("reason", reason)
    }

    internal companion object {
        fun read(json: JsonElement): Event = Event(
            json.required("action", JsonElement::text),
            json.required("at", JsonElement::time),
            json.required("project", JsonElement::text),
            json.required("sequence", JsonElement::integer),
            json.optional("actor", JsonElement::text),
            json.optional("after", JsonElement::plainMap) ?: emptyMap(),
            json.optional("before", JsonElement::plainMap) ?: emptyMap(),
            json.optional("candidate_version", JsonElement::text),
            json.optional("deployment_id", JsonElement::text),
            json.optional("environment", JsonElement::text),
            json.optional("reason", JsonElement::text),
        )
    }
}
