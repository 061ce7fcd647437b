// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A freeze of an environment.
 *
 * @property reason Why.
 * @property since Since when.
 * @property actor Who froze it.
 * @property until Until when; until it is ended by hand where this is missing.
 */
public data class Freeze @JvmOverloads constructor(
    public val reason: String,
    public val since: Instant,
    public val actor: String? = null,
    public val until: Instant? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("reason", reason)
        said("since", since)
        said("actor", actor)
        said("until", until)
    }

    internal companion object {
        fun read(json: JsonElement): Freeze = Freeze(
            json.required("reason", JsonElement::text),
            json.required("since", JsonElement::time),
            json.optional("actor", JsonElement::text),
            json.optional("until", JsonElement::time),
        )
    }
}
