// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What a file of declarations has changed: the answer of `apply`.
 *
 * @property changes What was changed, or for a dry run would be, in the order of the names; nothing where all was as
 *     declared.
 * @property dryRun Whether this was a dry run, which changes nothing.
 * @property environments How many environments are declared.
 * @property projects How many projects are declared.
 * @property text All of it as plain text, for terminals and reviews: a line for each thing that changes, and one for
 *     each value that it had and has.
 * @property undeclared What exists and is not declared, without what is archived: it is left as it is. At most 1,000
 *     are named.
 * @property undeclaredTotal How many there are of them in all.
 */
public data class Applied(
    public val changes: List<AppliedChange>,
    public val dryRun: Boolean,
    public val environments: Long,
    public val projects: Long,
    public val text: String,
    public val undeclared: List<Undeclared>,
    public val undeclaredTotal: Long,
) : Record() {
    override fun json(): JsonObject = written {
        said("changes", changes)
        said("dry_run", dryRun)
        said("environments", environments)
        said("projects", projects)
        said("text", text)
        said("undeclared", undeclared)
        said("undeclared_total", undeclaredTotal)
    }

    internal companion object {
        fun read(json: JsonElement): Applied = Applied(
            json.required("changes", { it.list(AppliedChange::read) }),
            json.required("dry_run", JsonElement::flag),
            json.required("environments", JsonElement::integer),
            json.required("projects", JsonElement::integer),
            json.required("text", JsonElement::text),
            json.required("undeclared", { it.list(Undeclared::read) }),
            json.required("undeclared_total", JsonElement::integer),
        )
    }
}
