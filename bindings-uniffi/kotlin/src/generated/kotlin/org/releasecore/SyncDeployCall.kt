// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.syncDeploy], with its options. */
public class SyncDeployCall internal constructor(engine: Engine) :
    Call<Deployment>(engine, "sync_deploy", { Deployment.read(it) }) {
    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): SyncDeployCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): SyncDeployCall = apply {
        say("idempotency_key", value)
    }
}
