// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.listEnvironments], with its options. */
public class ListEnvironmentsCall internal constructor(engine: Engine) :
    Call<Page<Environment>>(engine, "list_environments", { Page.read(it, Environment::read) }) {
    /** The archived ones too. */
    @JvmOverloads
    public fun includeArchived(value: Boolean = true): ListEnvironmentsCall = apply {
        say("include_archived", value)
    }

    /** How many items a page has: 1 to 100, 50 where nothing is said. */
    public fun perPage(value: Long): ListEnvironmentsCall = apply {
        say("per_page", value)
    }

    /** Where the page begins: the `next` of the page before. */
    public fun cursor(value: String): ListEnvironmentsCall = apply {
        say("cursor", value)
    }
}
