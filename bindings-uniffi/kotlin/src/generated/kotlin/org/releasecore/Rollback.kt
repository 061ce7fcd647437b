// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What a rollback does, or would do.
 *
 * @property cancels The open deployments that are canceled by it.
 * @property deployment The rollback's own deployment; nothing for a dry run.
 * @property leaves The candidate that is left, and marked as abandoned in the environment where it differs from the
 *     target.
 * @property reason Why that one.
 * @property target The candidate that is deployed.
 */
public data class Rollback(
    public val cancels: List<String>,
    public val deployment: Deployment?,
    public val leaves: String,
    public val reason: String,
    public val target: String,
) : Record() {
    override fun json(): JsonObject = written {
        said("cancels", cancels)
        said("deployment", deployment, always = true)
        said("leaves", leaves)
        said("reason", reason)
        said("target", target)
    }

    internal companion object {
        fun read(json: JsonElement): Rollback = Rollback(
            json.required("cancels", { it.list(JsonElement::text) }),
            json.optional("deployment", Deployment::read),
            json.required("leaves", JsonElement::text),
            json.required("reason", JsonElement::text),
            json.required("target", JsonElement::text),
        )
    }
}
