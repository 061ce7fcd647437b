package org.releasecore

import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Runs tests/scenarios, which every face of the library runs; see the README there. */
object Scenarios {
    private val root: Path = Path.of(System.getProperty("user.dir")).resolve("../..").normalize()

    /** What `interface/operations.json` says of an operation: its arguments and options with their types, in order. */
    class Offered(val takes: List<Pair<String, String>>, val options: Map<String, String>)

    val offered: Map<String, Offered> by lazy {
        val document = parse(root.resolve("interface/operations.json")).of("operations") as JsonObject
        document.mapValues { (_, operation) ->
            val named = { list: String -> (operation.of(list) as JsonArray).map { it.of("name").text() to it.of("type").text() } }
            Offered(named("takes"), named("options").toMap())
        }
    }

    /** What was said of which operation by its typed call. */
    val said = ConcurrentHashMap<String, MutableSet<String>>()

    /** How many calls only JSON can say. */
    val byName = AtomicInteger()

    fun parse(path: Path): JsonElement = Json.parseToJsonElement(Files.readString(path))

    /** A JSON text whose members are in the order of their names. */
    fun sorted(text: String): String = sorted(Json.parseToJsonElement(text)).toString()

    private fun sorted(value: JsonElement): JsonElement = when (value) {
        is JsonObject -> JsonObject(value.toSortedMap().mapValues { sorted(it.value) })
        is JsonArray -> JsonArray(value.map(::sorted))
        else -> value
    }

    fun interfaceFile(name: String): JsonElement = parse(root.resolve("interface").resolve(name))

    fun all(): List<Run> {
        val files = Files.list(root.resolve("tests/scenarios")).use { files ->
            files.filter { it.toString().endsWith(".json") }.sorted().toList()
        }
        return files.flatMap { path ->
            val file = parse(path) as JsonObject
            (file["scenarios"] as JsonArray? ?: emptyList()).flatMap { scenario ->
                val cases = scenario.get("cases") as JsonArray? ?: JsonArray(listOf(JsonObject(emptyMap())))
                cases.map { Run(path.fileName.toString(), file, scenario as JsonObject, it as JsonObject) }
            }
        }
    }
}

class Failure(message: String) : Exception(message)

internal fun JsonElement.get(name: String): JsonElement? = (this as JsonObject)[name]

internal fun JsonElement.of(name: String): JsonElement = get(name) ?: throw Failure("there is no member $name")

/** One run of a scenario, on a database of its own. */
class Run(private val name: String, file: JsonObject, private val scenario: JsonObject, private val case: JsonObject) {
    private val steps = (file["before"] as JsonArray? ?: emptyList()) + (scenario["steps"] as JsonArray)
    private val givenAtFirst = listOfNotNull(file["given"], scenario["given"]).map { it as JsonObject }
    private val given = LinkedHashMap<String, LinkedHashMap<String, JsonElement>>()
    private val variables = LinkedHashMap<String, JsonElement>()
    private val reopens = steps.any { it.get("reopen") != null }
    private val folder: Path by lazy { Files.createTempDirectory("scenario") }
    private lateinit var releases: Releases
    private var place = ""

    fun make() {
        try {
            case.forEach { (name, value) -> variables[name] = fill(value, emptyMap()) }
            givenAtFirst.forEach(::keep)
            open()
            steps.forEachIndexed { i, step ->
                place = "step ${i + 1}, with those of 'before': ${short(step)}"
                makeStep(step as JsonObject)
            }
        } catch (e: Exception) {
            val rule = "${scenario["name"]}, $place\n  rule: ${scenario["rule"]}\n  case: ${short(case)}"
            val what = if (e is Failure) e.message else e.stackTraceToString()
            throw Failure("$name: $rule\n  $what")
        } finally {
            if (::releases.isInitialized) releases.close()
            if (reopens) folder.toFile().deleteRecursively()
        }
    }

    private fun keep(more: JsonObject) = more.forEach { (kind, members) ->
        given.getOrPut(kind) { LinkedHashMap() }.putAll(members as JsonObject)
    }

    private fun open() {
        val options = OpenOptions()
        given["options"]?.forEach { (name, millis) ->
            val duration = Duration.ofMillis(millis.integer())
            when (name) {
                "idempotency_ttl_ms" -> options.idempotencyTtl(duration)
                "dispatch_wait_ms" -> options.dispatchWait(duration)
                else -> throw Failure("there is no option $name")
            }
        }
        // A file where the scenario opens it again.
        releases = Releases.open(if (reopens) "sqlite:$folder/releases.db?synchronous=normal" else "memory:", options)
        give(given)
    }

    private fun give(what: Map<String, Map<String, JsonElement>>) {
        what["triggers"]?.forEach { (name, program) ->
            releases.connect(name, mapOf("kind" to "command") + program.plainMap())
        }
        what["commits"]?.forEach { (repository, commits) ->
            val every = repository == "*"
            val known = if (every) emptyMap() else mapOf(repository to commits.plain())
            releases.addCommitSource(if (every) null else repository, mapOf("kind" to "data", "repositories" to known))
        }
    }

    private fun makeStep(step: JsonObject) {
        val more = step["given"] as JsonObject?
        when {
            step["call"] != null -> makeCall(step)
            more != null -> {
                keep(more)
                give(more.mapValues { it.value as JsonObject })
            }
            step["sleep_ms"] != null -> Thread.sleep(step.of("sleep_ms").integer())
            else -> {
                releases.close()
                if (step["reopen"] != null) open()
            }
        }
    }

    private fun makeCall(step: JsonObject) {
        val with = fill(step["with"] ?: JsonObject(emptyMap()), variables) as JsonObject
        val found = try {
            val answer = call(step.of("call").text(), with)
            if (step["fails"] != null) throw Failure("expected to fail, answered ${short(answer)}")
            answer
        } catch (e: ReleaseException) {
            if (step["fails"] == null) throw Failure("expected to succeed, failed with ${short(shown(e))}")
            shown(e)
        }
        val expected = step["fails"] ?: step["returns"]
        if (expected != null) difference(fill(expected, variables), found, "")?.let { throw Failure("$it\n  in: ${short(found)}") }
        step["save"]?.let { (it as JsonObject).forEach { (name, pointer) -> variables[name] = dig(found, pointer.text()) } }
    }

    /** By the typed call where it can be said so, else by the operation's name. */
    private fun call(operation: String, with: JsonObject): JsonElement {
        val made = typed(operation, with)
        if (made == null) {
            Scenarios.byName.incrementAndGet()
            return Json.parseToJsonElement(releases.invoke(operation, with.plainMap()))
        }
        Scenarios.said.computeIfAbsent(operation) { ConcurrentHashMap.newKeySet() }.addAll(with.keys)
        return when (val answer = made.call()) {
            is Record -> answer.json()
            else -> jsonOf(answer, "answer")
        }
    }

    private fun typed(operation: String, with: JsonObject): Call<*>? {
        val offered = Scenarios.offered.getValue(operation)
        val takes = offered.takes.map { it.first }
        if (!with.keys.containsAll(takes) || !with.keys.all { it in takes || it in offered.options }) return null
        var call = reflected(releases, camel(operation), takes.map { with.getValue(it) }) as Call<*>? ?: return null
        with.filterKeys { it !in takes }.forEach { (name, value) ->
            // What is null is not said, except for a workflow.
            if (value is JsonNull && offered.options[name] != "workflow") return@forEach
            call = reflected(call, camel(name.removeSuffix("_ms")), listOf(value)) as Call<*>? ?: return null
        }
        return call
    }

    private fun camel(name: String) = Regex("_(.)").replace(name) { it.groupValues[1].uppercase() }

    /** Calls the method whose parameters can take the values; nothing where there is none. */
    private fun reflected(target: Any, name: String, values: List<JsonElement>): Any? {
        val methods = target.javaClass.methods.filter { it.name == name && it.parameterCount == values.size }
        for (method in methods.sortedBy { it.parameterTypes.count { type -> type == String::class.java } }) {
            val arguments = taken(method, values) ?: continue
            try {
                return method.invoke(target, *arguments.toTypedArray())
            } catch (e: InvocationTargetException) {
                throw e.targetException
            }
        }
        return null
    }

    private fun taken(method: Method, values: List<JsonElement>): List<Any?>? {
        val out = ArrayList<Any?>()
        for ((type, value) in method.parameterTypes.zip(values)) {
            if (value is JsonNull) {
                out.add(if (type == Workflow::class.java) null else return null)
            } else {
                out.add(value(type, value) ?: return null)
            }
        }
        return out
    }

    /** The value as the type; nothing where it is none. */
    private fun value(type: Class<*>, value: JsonElement): Any? {
        val plain = value.plain()
        return when {
            type.isEnum -> (plain as? String)?.let { word -> type.enumConstants.find { it.toString() == word } }
            type == String::class.java -> plain as? String
            type == ByteArray::class.java -> (plain as? String)?.toByteArray()
            type == Instant::class.java -> (plain as? String)?.let { text -> exact(text) }
            type == Long::class.javaPrimitiveType -> plain as? Long
            type == Boolean::class.javaPrimitiveType -> plain as? Boolean
            type == Duration::class.java -> (plain as? Long)?.let(Duration::ofMillis)
            type == Collection::class.java -> (plain as? List<*>)?.takeIf { list -> list.all { it is String } }
            type == Map::class.java -> (plain as? Map<*, *>)?.takeIf { map -> map.values.all { it is String } }
            type == Workflow::class.java -> runCatching { Workflow.read(value) }.getOrNull()?.takeIf { it.json() == value }
            else -> null
        }
    }

    /** A time, where the text is one as it is written. */
    private fun exact(text: String): Instant? = runCatching { Instant.parse(text) }.getOrNull()?.takeIf { written(it) == text }

    private fun shown(e: ReleaseException): JsonElement = jsonOf(
        mapOf("code" to e.code, "kind" to e.kind, "message" to e.message, "retryable" to e.isRetryable, "context" to e.context),
        "error",
    )

    private fun dig(found: JsonElement, pointer: String): JsonElement =
        pointer.split("/").drop(1).fold(found) { value, part -> if (value is JsonArray) value[part.toInt()] else value.of(part) }
}

private val PLACE = Regex("""\$\{(?:now(?:([+-])(\d+)ms)?|([^}*]+)\*(\d+)|([a-z0-9_]+))\}""")

private fun fill(value: JsonElement, variables: Map<String, JsonElement>): JsonElement = when {
    value is JsonObject -> JsonObject(value.mapValues { fill(it.value, variables) })
    value is JsonArray -> JsonArray(value.map { fill(it, variables) })
    value is JsonPrimitive && value.isString -> {
        val whole = PLACE.matchEntire(value.content)
        if (whole != null) {
            put(whole, variables)
        } else {
            JsonPrimitive(PLACE.replace(value.content) { place -> put(place, variables).let { if (it is JsonPrimitive) it.content else "$it" } })
        }
    }
    else -> value
}

private fun put(found: MatchResult, variables: Map<String, JsonElement>): JsonElement {
    val (sign, millis, repeated, times, variable) = found.destructured
    return when {
        times != "" -> JsonPrimitive(repeated.repeat(times.toInt()))
        variable != "" && variable != "now" -> variables.getValue(variable)
        else -> {
            val shift = millis.ifEmpty { "0" }.toLong() * if (sign == "-") -1 else 1
            JsonPrimitive(written(Instant.now().plusMillis(shift)))
        }
    }
}

private fun difference(expected: JsonElement, found: JsonElement?, place: String): String? {
    val differs = { "${place.ifEmpty { "the answer" }}: expected ${short(expected)}, found ${short(found)}" }
    return when {
        expected is JsonNull -> if (found == null || found is JsonNull) null else differs()
        expected is JsonObject && expected.size == 1 && expected.keys.first().startsWith("$") ->
            if (fits(expected.keys.first(), expected.values.first(), found ?: JsonNull)) null else differs()
        expected is JsonObject -> if (found !is JsonObject) {
            differs()
        } else {
            expected.entries.firstNotNullOfOrNull { (name, inner) -> difference(inner, found[name], "$place/$name") }
        }
        expected is JsonArray -> if (found !is JsonArray || found.size != expected.size) {
            differs()
        } else {
            expected.indices.firstNotNullOfOrNull { difference(expected[it], found[it], "$place/$it") }
        }
        else -> if (expected == found) null else differs()
    }
}

private val TIME = Regex("""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""")
private val ID = Regex("""[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}""")

private fun fits(name: String, wanted: JsonElement, found: JsonElement): Boolean {
    val text = (found as? JsonPrimitive)?.takeIf { it.isString }?.content ?: ""
    return when (name) {
        "\$is" -> when (wanted.text()) {
            "present" -> found !is JsonNull
            "time" -> TIME.matches(text)
            "id" -> ID.matches(text)
            else -> throw Failure("there is no $wanted")
        }
        "\$one_of" -> (wanted as JsonArray).any { difference(it, found, "") == null }
        "\$not" -> difference(wanted, found, "") != null
        "\$length" -> found is JsonArray && found.size.toLong() == wanted.integer()
        "\$contains" -> if (found is JsonArray) found.any { difference(wanted, it, "") == null } else wanted.text() in text
        else -> throw Failure("there is no $name")
    }
}

private fun short(value: JsonElement?): String = "$value".let { if (it.length > 600) it.take(600) + "…" else it }
