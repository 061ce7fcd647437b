// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import java.time.Instant

/** The call of [Releases.freeze], with its options. */
public class FreezeCall internal constructor(engine: Engine) :
    Call<Environment>(engine, "freeze", { Environment.read(it) }) {
    /** When the freeze ends by itself: a `Timestamp`, or RFC 3339 text. */
    public fun until(value: Instant): FreezeCall = apply {
        say("until", value)
    }

    /** When the freeze ends by itself: a `Timestamp`, or RFC 3339 text. RFC 3339. */
    public fun until(value: String): FreezeCall = apply {
        say("until", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): FreezeCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): FreezeCall = apply {
        say("idempotency_key", value)
    }
}
