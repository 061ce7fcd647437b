package org.releasecore

import org.releasecore.internal.Trouble

/**
 * What every call fails with. A program branches on the [kind] (few) or the [code] (exactly what); a person reads the
 * message. A call that fails changes nothing.
 *
 * ```
 * try {
 *     releases.createDeployment("web", "production", "1.4.0-rc1").call()
 * } catch (e: ReleaseException) {
 *     if (e.code != "environment_frozen") throw e
 * }
 * ```
 *
 * @property code What exactly went wrong, for example `environment_frozen`. It never changes.
 * @property kind The kind of the code, for example `refused`.
 * @property isRetryable Whether the same call may succeed later without anything being changed by the caller.
 * @property context The facts: `field`, `position`, `expected`, `found`, and what else a rule knows.
 */
public class ReleaseException internal constructor(
    public val code: String,
    public val kind: String,
    override val message: String,
    public val isRetryable: Boolean,
    public val context: Map<String, String>,
    cause: Throwable? = null,
) : RuntimeException(message, cause) {
    internal companion object {
        private const val serialVersionUID = 1L

        /** The engine's error as this exception, with what led to it as its causes. */
        fun of(trouble: Trouble): ReleaseException {
            val context = LinkedHashMap<String, String>()
            trouble.context.forEach { context.putIfAbsent(it.key, it.value) }
            val cause = trouble.causes.foldRight(null as Throwable?) { words, inner -> Native(words, inner) }
            return ReleaseException(trouble.code, trouble.kind, trouble.message, trouble.retryable, context, cause)
        }

        fun invalid(field: String, expected: String, cause: Throwable? = null): ReleaseException {
            val message = "invalid $field: expected $expected"
            val context = mapOf("field" to field, "expected" to expected)
            return ReleaseException("invalid_request", "invalid_input", message, false, context, cause)
        }

        fun bug(words: String, cause: Throwable): ReleaseException =
            ReleaseException("internal", "internal", "a bug of release-core: $words", false, emptyMap(), cause)
    }

    /** What happened in native code, where the JVM's stack says nothing. */
    private class Native(words: String, cause: Throwable?) : RuntimeException(words, cause, false, false)
}

/**
 * A row of the engine's table of errors.
 *
 * @property code The code, for example `environment_frozen`.
 * @property kind Its kind, for example `refused`.
 * @property httpStatus Its status on the wire.
 * @property isRetryable Whether the same call may succeed later, unless the exception itself knows better.
 * @property wireText Its fixed text on the wire, where it has one.
 */
public data class ErrorRow(
    public val code: String,
    public val kind: String,
    public val httpStatus: Int,
    public val isRetryable: Boolean,
    public val wireText: String?,
)
