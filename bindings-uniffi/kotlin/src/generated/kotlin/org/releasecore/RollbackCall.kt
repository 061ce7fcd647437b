// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.rollback], with its options. */
public class RollbackCall internal constructor(engine: Engine) :
    Call<Rollback>(engine, "rollback", { Rollback.read(it) }) {
    /**
     * Goes back also where the environment is frozen, and starts the workflow at once, without waiting for the runs
     * that are canceled. It is a flag; `force` of a new deployment is the reason, as text.
     */
    @JvmOverloads
    public fun force(value: Boolean = true): RollbackCall = apply {
        say("force", value)
    }

    /** Goes to this candidate. */
    public fun to(value: String): RollbackCall = apply {
        say("to", value)
    }

    /** Goes back only where this candidate is live, so that a decision made on an old view is refused. */
    public fun from(value: String): RollbackCall = apply {
        say("from", value)
    }

    /** Says what would be done, and changes nothing. */
    @JvmOverloads
    public fun dryRun(value: Boolean = true): RollbackCall = apply {
        say("dry_run", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): RollbackCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): RollbackCall = apply {
        say("idempotency_key", value)
    }
}
