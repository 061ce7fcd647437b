package org.releasecore

import org.releasecore.internal.NativeWorker

/** A thread of the engine's that takes up what is due, until it is stopped; made by [Releases.startWorker]. */
public class Worker internal constructor(private val native: NativeWorker) : AutoCloseable {
    /** Whether it was stopped, or has ended because the handle was closed. */
    public val hasEnded: Boolean
        get() = guarded { native.hasEnded() }

    /** What kept its last round from being done; nothing where that went well. */
    public val lastError: ReleaseException?
        get() = guarded { native.lastError() }?.let(ReleaseException::of)

    /**
     * Stops it, and waits for the round that it is in: at most for the answer of the CI system that it waits for. What
     * it has not done stays recorded and due. Stopping twice is no error.
     */
    public fun stop(): Unit = guarded { native.stop() }

    /** As [stop]. */
    override fun close(): Unit = stop()
}
