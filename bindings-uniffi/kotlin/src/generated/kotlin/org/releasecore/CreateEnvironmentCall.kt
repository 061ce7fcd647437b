// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.createEnvironment], with its options. */
public class CreateEnvironmentCall internal constructor(engine: Engine) :
    Call<Environment>(engine, "create_environment", { Environment.read(it) }) {
    /** What it is for: a `Tier` or its word; `development` where nothing is said. */
    public fun tier(value: Tier): CreateEnvironmentCall = apply {
        say("tier", value.word)
    }

    /** What it is for: a `Tier` or its word; `development` where nothing is said. By its word. */
    public fun tier(value: String): CreateEnvironmentCall = apply {
        say("tier", value)
    }

    /**
     * What happens when a candidate is to be deployed while another one is: a `Concurrency` or its word; `allow` where
     * nothing is said.
     */
    public fun concurrency(value: Concurrency): CreateEnvironmentCall = apply {
        say("concurrency", value.word)
    }

    /**
     * What happens when a candidate is to be deployed while another one is: a `Concurrency` or its word; `allow` where
     * nothing is said. By its word.
     */
    public fun concurrency(value: String): CreateEnvironmentCall = apply {
        say("concurrency", value)
    }

    /** The workflow that deploys to it. */
    public fun deployWorkflow(value: Workflow): CreateEnvironmentCall = apply {
        say("deploy_workflow", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): CreateEnvironmentCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): CreateEnvironmentCall = apply {
        say("idempotency_key", value)
    }
}
