// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.createDeployment], with its options. */
public class CreateDeploymentCall internal constructor(engine: Engine) :
    Call<Deployment>(engine, "create_deployment", { Deployment.read(it) }) {
    /**
     * Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte to 8 KiB, which is logged;
     * `force` of a rollback is a flag.
     */
    public fun force(value: String): CreateDeploymentCall = apply {
        say("force", value)
    }

    /** Makes another deployment also where the same candidate is being deployed already. */
    @JvmOverloads
    public fun redeploy(value: Boolean = true): CreateDeploymentCall = apply {
        say("redeploy", value)
    }

    /** Leaves the start of the workflow to `dispatch_pending`, of this or another process. */
    @JvmOverloads
    public fun dispatchLater(value: Boolean = true): CreateDeploymentCall = apply {
        say("dispatch_later", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): CreateDeploymentCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): CreateDeploymentCall = apply {
        say("idempotency_key", value)
    }
}
