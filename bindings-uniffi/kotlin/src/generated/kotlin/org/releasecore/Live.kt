// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What is live in an environment, what is in flight, and what was live before.
 *
 * @property deployment The successful deployment that ended last; nothing where there was none yet.
 * @property environment The environment.
 * @property freeze The freeze that holds now.
 * @property inFlight The open deployments, newest first, at most 100.
 * @property previous The success with another candidate that ended last before the live one.
 * @property project The project.
 */
public data class Live(
    public val deployment: Deployment?,
    public val environment: String,
    public val freeze: Freeze?,
    public val inFlight: List<Deployment>,
    public val previous: Deployment?,
    public val project: String,
) : Record() {
    override fun json(): JsonObject = written {
        said("deployment", deployment, always = true)
        said("environment", environment)
        said("freeze", freeze, always = true)
        said("in_flight", inFlight)
        said("previous", previous, always = true)
        said("project", project)
    }

    internal companion object {
        fun read(json: JsonElement): Live = Live(
            json.optional("deployment", Deployment::read),
            json.required("environment", JsonElement::text),
            json.optional("freeze", Freeze::read),
            json.required("in_flight", { it.list(Deployment::read) }),
            json.optional("previous", Deployment::read),
            json.required("project", JsonElement::text),
        )
    }
}
