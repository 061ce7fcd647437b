// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant

/** The call of [Releases.updateDeploymentStatus], with its options. */
public class UpdateDeploymentStatusCall internal constructor(engine: Engine) :
    Call<Deployment>(engine, "update_deployment_status", { Deployment.read(it) }) {
    /** What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to be a success. */
    public fun errorMessage(value: String): UpdateDeploymentStatusCall = apply {
        say("error_message", value)
    }

    /** Where the run is shown: `http` or `https`, at most 2 KiB. */
    public fun url(value: String): UpdateDeploymentStatusCall = apply {
        say("url", value)
    }

    /**
     * The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes the first one
     * that is named. A report of another run than the deployment's is of another deployment, also where it is said by
     * the id: of the one that is known by that run here, or a new one.
     */
    public fun runId(value: String): UpdateDeploymentStatusCall = apply {
        say("run_id", value)
    }

    /**
     * The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new deployment
     * where the earlier had ended.
     */
    public fun attempt(value: Long): UpdateDeploymentStatusCall = apply {
        say("attempt", value)
    }

    /**
     * When the status was seen: a `Timestamp` or RFC 3339 text. A report that was seen before the last one applied is
     * stale; what another run said does not count.
     */
    public fun observedAt(value: Instant): UpdateDeploymentStatusCall = apply {
        say("observed_at", value)
    }

    /**
     * When the status was seen: a `Timestamp` or RFC 3339 text. A report that was seen before the last one applied is
     * stale; what another run said does not count. RFC 3339.
     */
    public fun observedAt(value: String): UpdateDeploymentStatusCall = apply {
        say("observed_at", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): UpdateDeploymentStatusCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): UpdateDeploymentStatusCall = apply {
        say("idempotency_key", value)
    }
}
