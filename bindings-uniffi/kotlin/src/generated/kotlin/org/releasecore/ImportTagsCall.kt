// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.importTags], with its options. */
public class ImportTagsCall internal constructor(engine: Engine) :
    Call<ImportedTags>(engine, "import_tags", { ImportedTags.read(it) }) {
    /**
     * Which tags are this project's, with `{version}` where the version stands: `web-v{version}`, `web/{version}`; 1 to
     * 200 bytes. Without a pattern, those that begin with a digit, or with `v` and a digit.
     */
    public fun pattern(value: String): ImportTagsCall = apply {
        say("pattern", value)
    }

    /** Says what would be made, and changes nothing. */
    @JvmOverloads
    public fun dryRun(value: Boolean = true): ImportTagsCall = apply {
        say("dry_run", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): ImportTagsCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): ImportTagsCall = apply {
        say("idempotency_key", value)
    }
}
