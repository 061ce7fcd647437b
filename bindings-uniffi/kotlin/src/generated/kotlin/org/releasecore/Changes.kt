// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What a candidate brings and takes away against another one: the answer of `changes` and `release_notes`.
 *
 * @property brings The commits that `to` has and `from` has not.
 * @property markdown All of it as Markdown, for release notes and comments.
 * @property project The project.
 * @property takesAway The commits that `from` has and `to` has not.
 * @property text All of it as plain text, for terminals and chats.
 * @property to What is compared with it.
 * @property environment The environment; nothing for release notes.
 * @property from What was there before; nothing where there was nothing.
 * @property gap Why not everything is told; nothing where it is.
 * @property recordedAt When this was recorded, where it was not asked of a commit source just now.
 * @property relation How `to` stands to `from`; nothing without `from`.
 */
public data class Changes @JvmOverloads constructor(
    public val brings: ChangedCommits,
    public val markdown: String,
    public val project: String,
    public val takesAway: ChangedCommits,
    public val text: String,
    public val to: Cut,
    public val environment: String? = null,
    public val from: Cut? = null,
    public val gap: Gap? = null,
    public val recordedAt: Instant? = null,
    public val relation: Relation? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("brings", brings)
        said("markdown", markdown)
        said("project", project)
        said("takes_away", takesAway)
        said("text", text)
        said("to", to)
        said("environment", environment)
        said("from", from)
        said("gap", gap)
        said("recorded_at", recordedAt)
        said("relation", relation)
    }

    internal companion object {
        fun read(json: JsonElement): Changes = Changes(
            json.required("brings", ChangedCommits::read),
            json.required("markdown", JsonElement::text),
            json.required("project", JsonElement::text),
            json.required("takes_away", ChangedCommits::read),
            json.required("text", JsonElement::text),
            json.required("to", Cut::read),
            json.optional("environment", JsonElement::text),
            json.optional("from", Cut::read),
            json.optional("gap", Gap::read),
            json.optional("recorded_at", JsonElement::time),
            json.optional("relation", Relation::read),
        )
    }
}
