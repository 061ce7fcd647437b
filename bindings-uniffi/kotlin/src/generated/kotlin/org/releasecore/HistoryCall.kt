// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.history], with its options. */
public class HistoryCall internal constructor(engine: Engine) :
    Call<Page<Event>>(engine, "history", { Page.read(it, Event::read) }) {
    /** Only what concerns this project. */
    public fun project(value: String): HistoryCall = apply {
        say("project", value)
    }

    /** Only what concerns this environment of the project. */
    public fun environment(value: String): HistoryCall = apply {
        say("environment", value)
    }

    /** Only what concerns this candidate of the project. */
    public fun candidate(value: String): HistoryCall = apply {
        say("candidate", value)
    }

    /** How many items a page has: 1 to 100, 50 where nothing is said. */
    public fun perPage(value: Long): HistoryCall = apply {
        say("per_page", value)
    }

    /** Where the page begins: the `next` of the page before. */
    public fun cursor(value: String): HistoryCall = apply {
        say("cursor", value)
    }
}
