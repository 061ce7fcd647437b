// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What a round of `dispatch_pending` did.
 *
 * @property postponed Starts put off, because nothing could be sent now.
 * @property refused Starts that were refused for good.
 * @property started Workflows that were started, and runs that were found again.
 * @property unknown Starts whose outcome is still looked for, or could not be found out.
 * @property withoutTrigger Dispatches that are due and need a trigger that this handle was not given.
 */
public data class Dispatched(
    public val postponed: Long,
    public val refused: Long,
    public val started: Long,
    public val unknown: Long,
    public val withoutTrigger: Long,
) : Record() {
    override fun json(): JsonObject = written {
        said("postponed", postponed)
        said("refused", refused)
        said("started", started)
        said("unknown", unknown)
        said("without_trigger", withoutTrigger)
    }

    internal companion object {
        fun read(json: JsonElement): Dispatched = Dispatched(
            json.required("postponed", JsonElement::integer),
            json.required("refused", JsonElement::integer),
            json.required("started", JsonElement::integer),
            json.required("unknown", JsonElement::integer),
            json.required("without_trigger", JsonElement::integer),
        )
    }
}
