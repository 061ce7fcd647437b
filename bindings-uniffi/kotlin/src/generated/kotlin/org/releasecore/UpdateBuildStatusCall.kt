// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.updateBuildStatus], with its options. */
public class UpdateBuildStatusCall internal constructor(engine: Engine) :
    Call<Candidate>(engine, "update_build_status", { Candidate.read(it) }) {
    /** What went wrong, at most 8 KiB. */
    public fun errorMessage(value: String): UpdateBuildStatusCall = apply {
        say("error_message", value)
    }

    /** Where the run is shown: `http` or `https`, at most 2 KiB. */
    public fun url(value: String): UpdateBuildStatusCall = apply {
        say("url", value)
    }

    /** The id that the CI system gave the run: 1 to 255 visible ASCII characters. */
    public fun runId(value: String): UpdateBuildStatusCall = apply {
        say("run_id", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): UpdateBuildStatusCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): UpdateBuildStatusCall = apply {
        say("idempotency_key", value)
    }
}
