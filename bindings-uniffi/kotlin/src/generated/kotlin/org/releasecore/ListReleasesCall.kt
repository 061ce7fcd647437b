// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.listReleases], with its options. */
public class ListReleasesCall internal constructor(engine: Engine) :
    Call<Page<Release>>(engine, "list_releases", { Page.read(it, Release::read) }) {
    /** How many items a page has: 1 to 100, 50 where nothing is said. */
    public fun perPage(value: Long): ListReleasesCall = apply {
        say("per_page", value)
    }

    /** Where the page begins: the `next` of the page before. */
    public fun cursor(value: String): ListReleasesCall = apply {
        say("cursor", value)
    }
}
