package org.releasecore

import java.nio.charset.CharacterCodingException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import org.releasecore.internal.InternalException
import org.releasecore.internal.NativeException
import org.releasecore.internal.NativeReleases
import org.releasecore.internal.libraryVersion

/** The native handle: JSON there and back, and its errors as exceptions. */
internal class Engine(val native: NativeReleases) {
    fun invoke(operation: String, arguments: JsonObject): JsonElement {
        val text = arguments.toString()
        return Json.parseToJsonElement(guarded { native.invoke(operation, text) })
    }

    suspend fun invokeAwaited(operation: String, arguments: JsonObject): JsonElement {
        val text = arguments.toString()
        return Json.parseToJsonElement(guarded { native.invokeAsync(operation, text) })
    }
}

/** Makes a native call. */
internal inline fun <T> guarded(call: () -> T): T = try {
    Library.isLoaded
    call()
} catch (e: NativeException.Failed) {
    throw ReleaseException.of(e.trouble)
} catch (e: CharacterCodingException) {
    throw ReleaseException.invalid("arguments", "texts without half a surrogate pair", e)
} catch (e: InternalException) {
    throw ReleaseException.bug(e.message ?: "a call ended without an answer", e)
}

/** Where the native library is: in this jar, or where `RELEASE_CORE_LIBRARY` says. */
internal object Library {
    private const val PLACE = "uniffi.component.release_ffi.libraryOverride"

    val isLoaded: Boolean

    init {
        val named = System.getenv("RELEASE_CORE_LIBRARY")
        if (!named.isNullOrEmpty() && System.getProperty(PLACE) == null) System.setProperty(PLACE, named)
        val found = libraryVersion()
        // A library of another version would be misunderstood.
        if (found != VERSION) throw UnsatisfiedLinkError("the native library is of version $found, and this package of $VERSION")
        isLoaded = true
    }
}
