// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Where a commit is in one environment.
 *
 * @property contained Whether what is live contains the commit.
 * @property environment The environment.
 * @property tier Its tier.
 * @property live What is live.
 * @property since Since when all that was live contained it. Of a thousand successes and more, the time of the
 *     thousandth.
 * @property was Where it is not contained, the last time that it was, among the last thousand successes.
 */
public data class CommitInEnvironment @JvmOverloads constructor(
    public val contained: Truth,
    public val environment: String,
    public val tier: Tier,
    public val live: String? = null,
    public val since: Instant? = null,
    public val was: CommitStay? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("contained", contained)
        said("environment", environment)
        said("tier", tier)
        said("live", live)
        said("since", since)
        said("was", was)
    }

    internal companion object {
        fun read(json: JsonElement): CommitInEnvironment = CommitInEnvironment(
            json.required("contained", Truth::read),
            json.required("environment", JsonElement::text),
            json.required("tier", Tier::read),
            json.optional("live", JsonElement::text),
            json.optional("since", JsonElement::time),
            json.optional("was", CommitStay::read),
        )
    }
}
