// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.listDeployments], with its options. */
public class ListDeploymentsCall internal constructor(engine: Engine) :
    Call<Page<Deployment>>(engine, "list_deployments", { Page.read(it, Deployment::read) }) {
    /** The page, counted from 1. */
    public fun page(value: Long): ListDeploymentsCall = apply {
        say("page", value)
    }

    /** How many deployments a page has: 1 to 100, 10 where nothing is said. */
    public fun perPage(value: Long): ListDeploymentsCall = apply {
        say("per_page", value)
    }

    /** Where the page begins: the `next` of the page before. */
    public fun cursor(value: String): ListDeploymentsCall = apply {
        say("cursor", value)
    }
}
