// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.listProjects], with its options. */
public class ListProjectsCall internal constructor(engine: Engine) :
    Call<Page<Project>>(engine, "list_projects", { Page.read(it, Project::read) }) {
    /** The archived ones too. */
    @JvmOverloads
    public fun includeArchived(value: Boolean = true): ListProjectsCall = apply {
        say("include_archived", value)
    }

    /** How many items a page has: 1 to 100, 50 where nothing is said. */
    public fun perPage(value: Long): ListProjectsCall = apply {
        say("per_page", value)
    }

    /** Where the page begins: the `next` of the page before. */
    public fun cursor(value: String): ListProjectsCall = apply {
        say("cursor", value)
    }
}
