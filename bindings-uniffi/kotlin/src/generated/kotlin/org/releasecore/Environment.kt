// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * A place that a project is deployed to.
 *
 * @property concurrency What happens when a candidate is to be deployed while another one is.
 * @property createdAt When it was created.
 * @property id Its id, which outlives a renaming.
 * @property name Its name.
 * @property project The project it belongs to.
 * @property tier What it is for.
 * @property actor Who created it.
 * @property archivedAt Since when it is archived: kept, hidden from lists, refused for new work.
 * @property deployWorkflow The workflow that deploys to it; without one, deployments wait for status updates.
 * @property freeze Why it takes no deployments now.
 */
public data class Environment @JvmOverloads constructor(
    public val concurrency: Concurrency,
    public val createdAt: Instant,
    public val id: String,
    public val name: String,
    public val project: String,
    public val tier: Tier,
    public val actor: String? = null,
    public val archivedAt: Instant? = null,
    public val deployWorkflow: Workflow? = null,
    public val freeze: Freeze? = null,
) : Record() {
    override fun json(): JsonObject = written {
        said("concurrency", concurrency)
        said("created_at", createdAt)
        said("id", id)
        said("name", name)
        said("project", project)
        said("tier", tier)
        said("actor", actor)
        said("archived_at", archivedAt)
        said("deploy_workflow", deployWorkflow)
        said("freeze", freeze)
    }

    internal companion object {
        fun read(json: JsonElement): Environment = Environment(
            json.required("concurrency", Concurrency::read),
            json.required("created_at", JsonElement::time),
            json.required("id", JsonElement::text),
            json.required("name", JsonElement::text),
            json.required("project", JsonElement::text),
            json.required("tier", Tier::read),
            json.optional("actor", JsonElement::text),
            json.optional("archived_at", JsonElement::time),
            json.optional("deploy_workflow", Workflow::read),
            json.optional("freeze", Freeze::read),
        )
    }
}
