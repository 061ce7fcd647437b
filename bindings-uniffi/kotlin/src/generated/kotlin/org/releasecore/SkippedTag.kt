// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A tag that was not imported.
 *
 * @property message What exactly, for people.
 * @property reason Why.
 * @property tag The tag, cut where it is longer than a version can be.
 */
public data class SkippedTag(
    public val message: String,
    public val reason: SkipReason,
    public val tag: String,
) : Record() {
    override fun json(): JsonObject = written {
        said("message", message)
        said("reason", reason)
        said("tag", tag)
    }

    internal companion object {
        fun read(json: JsonElement): SkippedTag = SkippedTag(
            json.required("message", JsonElement::text),
            json.required("reason", SkipReason::read),
            json.required("tag", JsonElement::text),
        )
    }
}
