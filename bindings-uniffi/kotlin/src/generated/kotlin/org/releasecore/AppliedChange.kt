// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * One change, as the audit log has it.
 *
 * @property action What, by the word of the audit log: `project.created`, `project.updated`,
 *     `project.repository_renamed`, `project.archived`, `project.unarchived`, and the same of an environment.
 * @property project The project.
 * @property after The fields that change, as they are to be.
 * @property before The fields that change, as they were.
 * @property environment The environment, where it is one that changes.
 */
public data class AppliedChange @JvmOverloads constructor(
    public val action: String,
    public val project: String,
    public val after: Map<String, Any?> = emptyMap(),
    public val before: Map<String, Any?> = emptyMap(),
    public val environment: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("action", action)
        said("project", project)
        said("after", after.ifEmpty { null })
        said("before", before.ifEmpty { null })
        said("environment", environment)
    }

    internal companion object {
        fun read(json: JsonElement): AppliedChange = AppliedChange(
            json.required("action", JsonElement::text),
            json.required("project", JsonElement::text),
            json.optional("after", JsonElement::plainMap) ?: emptyMap(),
            json.optional("before", JsonElement::plainMap) ?: emptyMap(),
            json.optional("environment", JsonElement::text),
        )
    }
}
