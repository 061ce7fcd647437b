package org.releasecore

import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.serialization.json.JsonObject
import org.releasecore.internal.NativeReleases
import org.releasecore.internal.errorTable

/**
 * A handle on one database of releases. Threads may share it.
 *
 * A method takes what an operation must know and gives a [Call] with a setter for each option; nothing happens before
 * `call()`, which blocks, `await()`, which does not, or `future()`.
 *
 * Opening a handle starts nothing. It starts only workflows whose connection it was given by [connect], and takes up
 * what others have left only when told to by [dispatchPending], or by a [worker][startWorker].
 *
 * ```
 * Releases.open("releases.db").use { releases ->
 *     releases.createProject("web", "acme/web").call()
 *     releases.createEnvironment("web", "production").tier(Tier.PRODUCTION).call()
 *     releases.createRelease("web", "1.4.0-rc1", "acme/web", "9fceb02d0ae598e95dc970b74767f19372d61af8").call()
 *     releases.createDeployment("web", "production", "1.4.0-rc1").actor("ana@acme.dev").call()
 *     releases.updateDeploymentStatus("web", "production", "1.4.0-rc1", Status.SUCCESS).call()
 *     println(releases.live("web", "production").call().deployment?.releaseCandidateVersion)
 * }
 * ```
 */
public class Releases private constructor(engine: Engine) : Operations(engine), AutoCloseable {
    // A worker that nobody holds goes on as long as its handle.
    private val workers = CopyOnWriteArrayList<Worker>()

    /** Where the database is, for people: a path or URL without credentials. */
    public val location: String
        get() = guarded { engine.native.location() }

    /**
     * Registers a connection under the name by which workflows ask for it: a CI system with its address and credential,
     * or a program. One of the same name is replaced, which is how a token is changed.
     *
     * | `kind` | members (those in brackets may be left out) |
     * |---|---|
     * | `command` | `program`, (`args`, `current_dir`, `env`, `env_inherit`, `inherit_stdout`, `time_limit_seconds`, `grace_seconds`) |
     * | `github` | `token`, (`base_url`, `webhook_secret`, `return_run_details`, `neutral`, `proxy`, `timeout_seconds`) |
     * | `buildkite` | `organization`, `token`, (`base_url`, `webhook_token`, `proxy`, `timeout_seconds`) |
     * | `webhook` | `url`, `key`, (`allow_private_addresses`, `timeout_seconds`) |
     *
     * @param name The name: as an environment's.
     * @param connection What it is: texts, numbers, lists and maps by their names, `kind` among them.
     * @throws ReleaseException `invalid_name`; `invalid_request` with the member that is wrong, and never a value.
     */
    public fun connect(name: String, connection: Map<String, Any?>) {
        val described = jsonOf(connection, "connection").toString()
        guarded { engine.native.connect(name, described) }
    }

    /**
     * Gives the handle a commit source; commits are checked by it before a release is cut.
     *
     * @param repository The repository, `org/repo_name`; nothing for all that have no source of their own.
     * @param source What it is, `kind` among it: for example `mapOf("kind" to "data", "repositories" to mapOf("acme/web" to
     *     listOf(commit)))`.
     * @throws ReleaseException `invalid_repository`, `invalid_request`.
     */
    public fun addCommitSource(repository: String?, source: Map<String, Any?>) {
        val described = jsonOf(source, "config").toString()
        guarded { engine.native.addCommitSource(repository, described) }
    }

    /**
     * Starts a worker: it starts what is due, asks about runs that fell silent, and forgets what has expired, until it
     * is stopped or the handle is closed. Nothing starts one by itself.
     *
     * @throws ReleaseException `unavailable`, where no thread can be started; `invalid_request` for an option.
     */
    @JvmOverloads
    public fun startWorker(options: WorkerOptions = WorkerOptions()): Worker {
        val said = jsonOf(options.said, "options").toString()
        val worker = Worker(guarded { engine.native.startWorker(said) })
        workers.removeIf { it.hasEnded }
        workers.add(worker)
        return worker
    }

    /**
     * Runs an operation by its name, for tools that take any operation; `interface/operations.json` describes them.
     *
     * @param operation The operation's name, for example `create_project`.
     * @param arguments Its arguments and options by their names; durations are milliseconds, times RFC 3339 texts.
     * @return the answer as JSON.
     * @throws ReleaseException as the operation; `invalid_request` for an unknown operation or argument, and for one
     *     that is missing or of another type.
     */
    @JvmOverloads
    public fun invoke(operation: String, arguments: Map<String, Any?> = emptyMap()): String =
        engine.invoke(operation, jsonOf(arguments, "arguments") as JsonObject).toString()

    /** Closes the database; later calls fail with `unavailable`. Closing twice is no error. */
    override fun close(): Unit = guarded { engine.native.closeDatabase() }

    override fun toString(): String = "Releases($location)"

    public companion object {
        /**
         * Opens a database by its path or URL, and makes it where there is none: `releases.db`,
         * `sqlite:releases.db?synchronous=normal`, `memory:`,
         * `postgres://deploy@db.acme.dev/releases?sslmode=verify-full`.
         *
         * @throws ReleaseException `invalid_request` for a URL that is not understood; `not_a_database`,
         *     `schema_too_new`, `storage_read_only`, `storage_full`, `unavailable` and `internal` for a file or a
         *     server that cannot be used.
         */
        @JvmStatic
        @JvmOverloads
        public fun open(location: String, options: OpenOptions = OpenOptions()): Releases {
            val said = jsonOf(options.said, "options").toString()
            return Releases(Engine(guarded { NativeReleases.open(location, said) }))
        }

        /** As [open], by a file. */
        @JvmStatic
        @JvmOverloads
        public fun open(file: Path, options: OpenOptions = OpenOptions()): Releases = open(file.toString(), options)

        /** A database in memory, for tests and for trying things out. It is gone with the handle. */
        @JvmStatic
        @JvmOverloads
        public fun inMemory(options: OpenOptions = OpenOptions()): Releases = open("memory:", options)

        /** Every code of an error with its kind, as the engine has them. */
        @JvmStatic
        public fun errors(): List<ErrorRow> = guarded { errorTable() }.map {
            ErrorRow(it.code, it.kind, it.httpStatus.toInt(), it.retryable, it.wireText)
        }
    }
}
