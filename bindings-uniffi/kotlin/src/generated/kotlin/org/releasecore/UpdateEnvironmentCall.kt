// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.updateEnvironment], with its options. */
public class UpdateEnvironmentCall internal constructor(engine: Engine) :
    Call<Environment>(engine, "update_environment", { Environment.read(it) }) {
    /** What it is for: a `Tier` or its word. */
    public fun tier(value: Tier): UpdateEnvironmentCall = apply {
        say("tier", value.word)
    }

    /** What it is for: a `Tier` or its word. By its word. */
    public fun tier(value: String): UpdateEnvironmentCall = apply {
        say("tier", value)
    }

    /** What happens when a candidate is to be deployed while another one is: a `Concurrency` or its word. */
    public fun concurrency(value: Concurrency): UpdateEnvironmentCall = apply {
        say("concurrency", value.word)
    }

    /** What happens when a candidate is to be deployed while another one is: a `Concurrency` or its word. By its word. */
    public fun concurrency(value: String): UpdateEnvironmentCall = apply {
        say("concurrency", value)
    }

    /** The workflow that deploys to it from now on; null for none. */
    public fun deployWorkflow(value: Workflow?): UpdateEnvironmentCall = apply {
        sayOrNull("deploy_workflow", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): UpdateEnvironmentCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): UpdateEnvironmentCall = apply {
        say("idempotency_key", value)
    }
}
