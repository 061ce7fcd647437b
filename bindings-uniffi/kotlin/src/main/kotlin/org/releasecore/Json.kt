package org.releasecore

import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

// From JSON that the engine wrote, and to JSON that it reads.

/** As deep as values that are handed in may be nested. */
private const val DEPTH = 64

internal fun JsonElement.text(): String = primitive().also { require(it.isString) { "expected a text" } }.content

internal fun JsonElement.integer(): Long = primitive().content.toLong()

internal fun JsonElement.flag(): Boolean = primitive().content.toBooleanStrict()

internal fun JsonElement.time(): Instant = Instant.parse(text())

internal fun <T> JsonElement.list(read: (JsonElement) -> T): List<T> = (this as JsonArray).map(read)

internal fun JsonElement.texts(): Map<String, String> = (this as JsonObject).mapValues { it.value.text() }

/** An object of values of the user's own. */
internal fun JsonElement.plainMap(): Map<String, Any?> = (this as JsonObject).mapValues { it.value.plain() }

internal fun JsonElement.plain(): Any? = when (this) {
    is JsonNull -> null
    is JsonObject -> plainMap()
    is JsonArray -> map { it.plain() }
    is JsonPrimitive -> when {
        isString -> content
        content == "true" || content == "false" -> content.toBoolean()
        else -> content.toLongOrNull() ?: content.toBigIntegerOrNull() ?: content.toDouble()
    }
}

internal fun <T> JsonElement.required(name: String, read: (JsonElement) -> T): T =
    requireNotNull(optional(name, read)) { "$name is missing" }

internal fun <T> JsonElement.optional(name: String, read: (JsonElement) -> T): T? =
    (this as JsonObject)[name]?.takeIf { it !is JsonNull }?.let(read)

internal fun <T> word(word: String, of: (String) -> T?): T = requireNotNull(of(word)) { "the word $word is not known" }

private fun JsonElement.primitive(): JsonPrimitive = this as JsonPrimitive

/** A body as it was received: its bytes are a text in UTF-8. */
internal fun body(bytes: ByteArray, field: String): String = try {
    Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()
} catch (e: CharacterCodingException) {
    throw ReleaseException.invalid(field, "a text in UTF-8", e)
}

/** What is handed in, as JSON. */
internal fun jsonOf(value: Any?, field: String, depth: Int = 0): JsonElement {
    if (depth > DEPTH) throw ReleaseException.invalid(field, "at most $DEPTH values in each other")
    return when (value) {
        null -> JsonNull
        is JsonElement -> value
        is String -> JsonPrimitive(value)
        is Boolean -> JsonPrimitive(value)
        is Double -> finite(value, field)
        is Float -> finite(value.toDouble(), field)
        is Number -> JsonPrimitive(value)
        is Instant -> JsonPrimitive(written(value))
        is Duration -> JsonPrimitive(milliseconds(value))
        is Record -> value.json()
        is Map<*, *> -> JsonObject(
            value.entries.associate { (name, inner) -> name.toString() to jsonOf(inner, field, depth + 1) },
        )
        is Iterable<*> -> JsonArray(value.map { jsonOf(it, field, depth + 1) })
        is Array<*> -> JsonArray(value.map { jsonOf(it, field, depth + 1) })
        // Groovy's interpolated texts, and enumerations.
        is CharSequence, is Enum<*> -> JsonPrimitive(value.toString())
        else -> throw ReleaseException.invalid(field, "texts, numbers, lists and maps, found a ${value.javaClass.name}")
    }
}

/** A time of today's years as the engine writes it, and any other one so that it says what is wrong. */
internal fun written(time: Instant): String {
    val text = time.truncatedTo(ChronoUnit.MILLIS).toString()
    val (head, fraction) = text.removeSuffix("Z").let { it.substringBefore('.') to it.substringAfter('.', "000") }
    return "$head.${fraction}Z"
}

/** Whole milliseconds; what does not fit is as long as can be. */
private fun milliseconds(duration: Duration): Long = try {
    duration.toMillis()
} catch (_: ArithmeticException) {
    if (duration.isNegative) -1 else Long.MAX_VALUE
}

private fun finite(number: Double, field: String): JsonElement =
    if (number.isFinite()) JsonPrimitive(number) else throw ReleaseException.invalid(field, "a finite number")
