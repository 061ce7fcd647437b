// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What a round of `check_runs` did.
 *
 * @property heard Runs that were asked about and are known to stand somewhere.
 * @property moved Of these, the ones whose deployment or build has moved by the answer.
 * @property notAsked Runs whose CI system could not be asked now.
 * @property unknown Runs that the CI system does not know, or that its trigger cannot tell of.
 * @property withoutTrigger Silent runs that need a trigger that this handle was not given.
 */
public data class CheckedRuns(
    public val heard: Long,
    public val moved: Long,
    public val notAsked: Long,
    public val unknown: Long,
    public val withoutTrigger: Long,
) : Record() {
    override fun json(): JsonObject = written {
        said("heard", heard)
        said("moved", moved)
        said("not_asked", notAsked)
        said("unknown", unknown)
        said("without_trigger", withoutTrigger)
    }

    internal companion object {
        fun read(json: JsonElement): CheckedRuns = CheckedRuns(
            json.required("heard", JsonElement::integer),
            json.required("moved", JsonElement::integer),
            json.required("not_asked", JsonElement::integer),
            json.required("unknown", JsonElement::integer),
            json.required("without_trigger", JsonElement::integer),
        )
    }
}
