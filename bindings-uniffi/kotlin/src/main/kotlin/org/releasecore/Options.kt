package org.releasecore

import java.time.Duration

/** How a database is opened; see [Releases.open]. */
public class OpenOptions {
    internal val said = LinkedHashMap<String, Any?>()

    /** How long the answers of calls with an idempotency key are kept; 7 days where nothing is said. */
    public fun idempotencyTtl(value: Duration): OpenOptions = apply { said["idempotency_ttl_ms"] = value }

    /** How long a call that starts a workflow waits for the CI system's answer; 10 seconds where nothing is said. */
    public fun dispatchWait(value: Duration): OpenOptions = apply { said["dispatch_wait_ms"] = value }
}

/** What a worker does how often; see [Releases.startWorker]. */
public class WorkerOptions {
    internal val said = LinkedHashMap<String, Any?>()

    /** How often it looks for work that another process has left; 5 seconds where nothing is said, at least 10 ms. */
    public fun pollInterval(value: Duration): WorkerOptions = apply { said["poll_interval_ms"] = value }

    /** How often it looks for runs that have fallen silent; a minute where nothing is said. */
    public fun checkInterval(value: Duration): WorkerOptions = apply { said["check_interval_ms"] = value }

    /** How long a run must have been silent to be asked about; 10 minutes where nothing is said, at least a second. */
    public fun silentAfter(value: Duration): WorkerOptions = apply { said["silent_after_ms"] = value }
}
