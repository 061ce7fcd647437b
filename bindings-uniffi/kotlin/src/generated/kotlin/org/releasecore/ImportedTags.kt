// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * What an import of tags did: the answer of `import_tags`.
 *
 * @property imported The candidates that were made, the lowest version first; for a dry run, those that would be.
 * @property left How many tags are left for another call, because one makes at most `MAX_IMPORTED` candidates.
 * @property other How many tags do not look like versions of this project.
 * @property present How many tags stand for candidates that were there already.
 * @property project The project.
 * @property repository Its repository.
 * @property skipped How many tags look like versions of this project and cannot be imported.
 * @property skippedTags Which ones, and why: at most `MAX_SKIPPED`.
 */
public data class ImportedTags(
    public val imported: List<ImportedTag>,
    public val left: Long,
    public val other: Long,
    public val present: Long,
    public val project: String,
    public val repository: String,
    public val skipped: Long,
    public val skippedTags: List<SkippedTag>,
) : Record() {
    override fun json(): JsonObject = written {
        said("imported", imported)
        said("left", left)
        said("other", other)
        said("present", present)
        said("project", project)
        said("repository", repository)
        said("skipped", skipped)
        said("skipped_tags", skippedTags)
    }

    internal companion object {
        fun read(json: JsonElement): ImportedTags = ImportedTags(
            json.required("imported", { it.list(ImportedTag::read) }),
            json.required("left", JsonElement::integer),
            json.required("other", JsonElement::integer),
            json.required("present", JsonElement::integer),
            json.required("project", JsonElement::text),
            json.required("repository", JsonElement::text),
            json.required("skipped", JsonElement::integer),
            json.required("skipped_tags", { it.list(SkippedTag::read) }),
        )
    }
}
