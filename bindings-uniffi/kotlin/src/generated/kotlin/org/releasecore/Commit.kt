// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A commit as its source shows it.
 *
 * @property author Who wrote it: a name.
 * @property commit Its full hash.
 * @property subject The first line of its message.
 * @property time When it was committed.
 * @property parents The commits that it was made of, the one that it was made on first.
 * @property paths The files that differ from its first parent, from the repository's root, with `/`. Nothing where they
 *     were not asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
 */
public data class Commit @JvmOverloads constructor(
    public val author: String,
    public val commit: String,
    public val subject: String,
    public val time: Instant,
    public val parents: List<String> = emptyList(),
    public val paths: List<String>? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("author", author)
        said("commit", commit)
        said("subject", subject)
        said("time", time)
        said("parents", parents.ifEmpty { null })
        said("paths", paths)
    }

    internal companion object {
        fun read(json: JsonElement): Commit = Commit(
            json.required("author", JsonElement::text),
            json.required("commit", JsonElement::text),
            json.required("subject", JsonElement::text),
            json.required("time", JsonElement::time),
            json.optional("parents", { it.list(JsonElement::text) }) ?: emptyList(),
            json.optional("paths", { it.list(JsonElement::text) }),
        )
    }
}
