// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.createRelease], with its options. */
public class CreateReleaseCall internal constructor(engine: Engine) :
    Call<Candidate>(engine, "create_release", { Candidate.read(it) }) {
    /**
     * Starts the project's build workflow, so that the candidate is `building` until it has ended. Without this, or
     * without a build workflow, the candidate is `ready` at once.
     */
    @JvmOverloads
    public fun triggerBuildWorkflow(value: Boolean = true): CreateReleaseCall = apply {
        say("trigger_build_workflow", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): CreateReleaseCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): CreateReleaseCall = apply {
        say("idempotency_key", value)
    }
}
