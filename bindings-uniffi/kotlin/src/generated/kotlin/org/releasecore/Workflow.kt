// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A CI/CD workflow, configured on a project (its build) or on an environment (its deploy).
 *
 * A workflow *names* things: the kind of trigger, and the connection that a program registers under that name with its
 * address, credential or program. It never holds any of these itself, so that who can write to the database cannot make
 * another program's handle run something of their own.
 *
 * @property trigger The kind of trigger that starts it, for example `command`.
 * @property connection The name that the running program registered the trigger under.
 * @property settings What the kind of trigger needs to know besides, for example a workflow's file name and branch.
 * @property parameters Parameters of your own, passed on as they are: at most 100, names of 1 to 128 ASCII letters,
 *     digits, `-`, `_` and `.`, 65,535 bytes in all.
 */
public data class Workflow @JvmOverloads constructor(
    public val trigger: String,
    public val connection: String,
    public val settings: Map<String, Any?> = emptyMap(),
    public val parameters: Map<String, String> = emptyMap(),
) : Record() {
    override fun json(): JsonObject = written {
        said("trigger", trigger)
        said("connection", connection)
        said("settings", settings.ifEmpty { null })
        said("parameters", parameters.ifEmpty { null })
    }

    internal companion object {
        fun read(json: JsonElement): Workflow = Workflow(
            json.required("trigger", JsonElement::text),
            json.required("connection", JsonElement::text),
            json.optional("settings", JsonElement::plainMap) ?: emptyMap(),
            json.optional("parameters", JsonElement::texts) ?: emptyMap(),
        )
    }
}
