// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A project that is not declared, or an environment of a declared one that is not.
 *
 * @property project The project.
 * @property environment The environment; nothing where it is the project with all that is in it.
 */
public data class Undeclared @JvmOverloads constructor(
    public val project: String,
    public val environment: String? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("project", project)
        said("environment", environment)
    }

    internal companion object {
        fun read(json: JsonElement): Undeclared = Undeclared(
            json.required("project", JsonElement::text),
            json.optional("environment", JsonElement::text),
        )
    }
}
