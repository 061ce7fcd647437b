// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.updateProject], with its options. */
public class UpdateProjectCall internal constructor(engine: Engine) :
    Call<Project>(engine, "update_project", { Project.read(it) }) {
    /** What release versions are narrowed to from now on; see `VersionScheme`. */
    public fun versionScheme(value: String): UpdateProjectCall = apply {
        say("version_scheme", value)
    }

    /** Which paths of the repository are the project's from now on; none for all of them. See `PathPatterns`. */
    public fun pathPatterns(value: Collection<String>): UpdateProjectCall = apply {
        say("path_patterns", value)
    }

    /** The workflow that makes a candidate's artifacts from now on; null for none. */
    public fun buildWorkflow(value: Workflow?): UpdateProjectCall = apply {
        sayOrNull("build_workflow", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): UpdateProjectCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): UpdateProjectCall = apply {
        say("idempotency_key", value)
    }
}
