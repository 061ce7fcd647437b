package org.releasecore

import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.future.future
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/**
 * An operation with its options, not yet made: nothing happens before [call], [await] or [future]. Making it again
 * repeats it. A call is made ready by one thread.
 *
 * @param T what it answers.
 */
@CheckReturnValue
public abstract class Call<T : Any> internal constructor(
    private val engine: Engine,
    private val operation: String,
    private val read: (JsonElement) -> T,
) {
    private val with = LinkedHashMap<String, JsonElement>()

    /**
     * Makes the call on this thread, and blocks until it is answered.
     *
     * @throws ReleaseException as the operation's method says; for every write `invalid_request` (actor or idempotency
     *     key) and `idempotency_key_reused`; and those of every storage: `unavailable`, `conflict`, `storage_read_only`,
     *     `storage_full` and `internal`.
     */
    public fun call(): T = answer(engine.invoke(operation, JsonObject(with)))

    /**
     * Makes the call without holding a thread. A call that has begun is made to its end, also where the coroutine is
     * canceled.
     *
     * @throws ReleaseException as [call].
     */
    public suspend fun await(): T = answer(engine.invokeAwaited(operation, JsonObject(with)))

    /** As [await], for Java: the future ends with the answer or with a [ReleaseException]. */
    public fun future(): CompletableFuture<T> {
        val said = JsonObject(LinkedHashMap(with))
        return CoroutineScope(Dispatchers.Default).future { answer(engine.invokeAwaited(operation, said)) }
    }

    internal fun say(name: String, value: Any?) {
        if (value != null) with[name] = jsonOf(value, name)
    }

    /** Nothing is said to be nothing. */
    internal fun sayOrNull(name: String, value: Any?) {
        with[name] = if (value == null) JsonNull else jsonOf(value, name)
    }

    private fun answer(json: JsonElement): T = try {
        read(json)
    } catch (e: ReleaseException) {
        throw e
    } catch (e: RuntimeException) {
        throw ReleaseException.bug("the answer of $operation cannot be read", e)
    }

    override fun toString(): String = "$operation ${with.keys}"
}
