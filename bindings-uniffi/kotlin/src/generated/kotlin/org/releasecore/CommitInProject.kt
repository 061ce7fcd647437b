// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Where a commit is in one project.
 *
 * @property candidates The candidates that contain it.
 * @property commit The commit's full hash.
 * @property environments The project's environments by name, without the archived ones; empty where the commit is not
 *     relevant.
 * @property project The project.
 * @property relevant Whether the commit touches a path of the project. Where it does not, nothing more is looked up.
 * @property repository Its repository.
 * @property details The commit as its source shows it, without its paths; nothing without a source, and where it does
 *     not reach it.
 */
public data class CommitInProject @JvmOverloads constructor(
    public val candidates: CommitInCandidates,
    public val commit: String,
    public val environments: List<CommitInEnvironment>,
    public val project: String,
    public val relevant: Truth,
    public val repository: String,
    public val details: Commit? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("candidates", candidates)
        said("commit", commit)
        said("environments", environments)
        said("project", project)
        said("relevant", relevant)
        said("repository", repository)
        said("details", details)
    }

    internal companion object {
        fun read(json: JsonElement): CommitInProject = CommitInProject(
            json.required("candidates", CommitInCandidates::read),
            json.required("commit", JsonElement::text),
            json.required("environments", { it.list(CommitInEnvironment::read) }),
            json.required("project", JsonElement::text),
            json.required("relevant", Truth::read),
            json.required("repository", JsonElement::text),
            json.optional("details", Commit::read),
        )
    }
}
