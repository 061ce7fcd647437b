package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** What the engine answers: a value that can be written as JSON again. */
public abstract class Record internal constructor() {
    internal abstract fun json(): JsonObject

    /** The record as the engine writes it, a JSON object, without what is not there. */
    public fun toJson(): String = json().toString()
}

/** Gathers the members of a record. */
internal class Members {
    val said = LinkedHashMap<String, JsonElement>()

    fun said(name: String, value: Any?, always: Boolean = false) {
        if (value != null || always) said[name] = jsonOf(value, name)
    }
}

internal fun written(write: Members.() -> Unit): JsonObject = JsonObject(Members().apply(write).said)
