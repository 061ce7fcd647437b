// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.createProject], with its options. */
public class CreateProjectCall internal constructor(engine: Engine) :
    Call<Project>(engine, "create_project", { Project.read(it) }) {
    /** What release versions are narrowed to, for example `semver` or `calver:YYYY.0M.MICRO`; see `VersionScheme`. */
    public fun versionScheme(value: String): CreateProjectCall = apply {
        say("version_scheme", value)
    }

    /**
     * Which paths of the repository are the project's, as in a `.gitignore` file; see `PathPatterns`. Without any, all
     * of them are.
     */
    public fun pathPatterns(value: Collection<String>): CreateProjectCall = apply {
        say("path_patterns", value)
    }

    /** The workflow that makes a candidate's artifacts. */
    public fun buildWorkflow(value: Workflow): CreateProjectCall = apply {
        say("build_workflow", value)
    }

    /**
     * Who asks, for the audit log: a person or a machine, 1 to 255 characters without control characters and with no
     * space at either end.
     */
    public fun actor(value: String): CreateProjectCall = apply {
        say("actor", value)
    }

    /**
     * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again
     * with the first answer, for 7 days where the database was opened with no other time. Another request under the key
     * is refused (`idempotency_key_reused`).
     */
    public fun idempotencyKey(value: String): CreateProjectCall = apply {
        say("idempotency_key", value)
    }
}
