// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * One release version of a project; it has one or more candidates.
 *
 * @property createdAt When its first candidate was cut.
 * @property head Its newest candidate: the one with the highest number.
 * @property project The project it belongs to.
 * @property version Its version.
 */
public data class Release(
    public val createdAt: Instant,
    public val head: String,
    public val project: String,
    public val version: String,
) : Record() {
    override fun json(): JsonObject = written {
        said("created_at", createdAt)
        said("head", head)
        said("project", project)
        said("version", version)
    }

    internal companion object {
        fun read(json: JsonElement): Release = Release(
            json.required("created_at", JsonElement::time),
            json.required("head", JsonElement::text),
            json.required("project", JsonElement::text),
            json.required("version", JsonElement::text),
        )
    }
}
