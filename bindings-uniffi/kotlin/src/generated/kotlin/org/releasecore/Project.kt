// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A thing that is built and deployed together. It keeps one repository for life; a repository may have many projects.
 *
 * @property createdAt When it was created.
 * @property id Its id, which outlives a renaming.
 * @property name Its name.
 * @property repository The repository that its candidates are cut from.
 * @property versionScheme What its release versions are narrowed to.
 * @property actor Who created it.
 * @property archivedAt Since when it is archived: kept, hidden from lists, refused for new work.
 * @property buildWorkflow The workflow that makes a candidate's artifacts; without one, candidates are ready at once.
 * @property formerRepositories The names that the repository had before it moved.
 * @property pathPatterns Which paths of the repository are the project's; without patterns, all of them.
 */
public data class Project @JvmOverloads constructor(
    public val createdAt: Instant,
    public val id: String,
    public val name: String,
    public val repository: String,
    public val versionScheme: String,
    public val actor: String? = null,
    public val archivedAt: Instant? = null,
    public val buildWorkflow: Workflow? = null,
    public val formerRepositories: List<String> = emptyList(),
    public val pathPatterns: List<String> = emptyList(),
) : Record() {
    override fun json(): JsonObject = written {
        said("created_at", createdAt)
        said("id", id)
        said("name", name)
        said("repository", repository)
        said("version_scheme", versionScheme)
        said("actor", actor)
        said("archived_at", archivedAt)
        said("build_workflow", buildWorkflow)
        said("former_repositories", formerRepositories.ifEmpty { null })
        said("path_patterns", pathPatterns.ifEmpty { null })
    }

    internal companion object {
        fun read(json: JsonElement): Project = Project(
            json.required("created_at", JsonElement::time),
            json.required("id", JsonElement::text),
            json.required("name", JsonElement::text),
            json.required("repository", JsonElement::text),
            json.required("version_scheme", JsonElement::text),
            json.optional("actor", JsonElement::text),
            json.optional("archived_at", JsonElement::time),
            json.optional("build_workflow", Workflow::read),
            json.optional("former_repositories", { it.list(JsonElement::text) }) ?: emptyList(),
            json.optional("path_patterns", { it.list(JsonElement::text) }) ?: emptyList(),
        )
    }
}
