package org.releasecore

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ExecutionException
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

internal const val COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"

internal fun refused(code: String, call: () -> Unit): ReleaseException {
    val error = assertThrows(ReleaseException::class.java) { call() }
    assertEquals(code, error.code, error.message)
    return error
}

/** Whatever is handed in, the answer is an exception with the engine's code, and the JVM goes on. */
class ErrorsTest {
    private val releases = Releases.inMemory()

    @AfterEach
    fun close() = releases.close()

    @Test
    fun theTableIsTheEngines() {
        val rows = (Scenarios.interfaceFile("errors.json").of("errors") as JsonArray).map { row ->
            ErrorRow(
                row.of("code").text(),
                row.of("kind").text(),
                row.of("http_status").integer().toInt(),
                row.of("retryable").flag(),
                row.optional("wire_text", JsonElement::text),
            )
        }
        assertEquals(rows, Releases.errors())
    }

    @Test
    fun anErrorSaysWhatWasWrongWhereAndWhatWasExpected() {
        val error = refused("invalid_release_candidate_version") { releases.createRelease("web", "1.4.0", "acme/web", COMMIT).call() }
        assertEquals("invalid_input", error.kind)
        assertFalse(error.isRetryable)
        assertEquals("1.4.0", error.context["found"])
        assertEquals("create_release", error.context["operation"])
        assertTrue(error.stackTrace.any { it.className == javaClass.name }, "the stack shows the caller")
        assertEquals("not_found", refused("project_not_found") { releases.getProject("web").call() }.kind)
        assertEquals("project_not_found", refused("project_not_found") { runBlocking { releases.getProject("web").await() } }.code)
        val future = assertThrows(ExecutionException::class.java) { releases.getProject("web").future().get() }
        assertEquals("project_not_found", (future.cause as ReleaseException).code)
    }

    @Test
    fun valuesThatAreWrongAreRefused() {
        refused("invalid_name") { releases.getProject("a\u0000b").call() }
        refused("invalid_name") { releases.getProject("x".repeat(1_000_000)).call() }
        refused("invalid_request") { releases.getProject("\ud800").call() }
        refused("invalid_request") { runBlocking { releases.getProject("\ud800").await() } }
        refused("invalid_request") { releases.listProjects().perPage(-1).call() }
        refused("invalid_request") { releases.listProjects().perPage(Long.MAX_VALUE).call() }
        refused("invalid_request") { releases.wait(COMMIT).limit(Duration.ofMillis(-1)).call() }
        refused("invalid_request") { releases.wait(COMMIT).limit(Duration.ofSeconds(Long.MAX_VALUE)).call() }
        releases.createProject("web", "acme/web").call()
        refused("invalid_request") { releases.createEnvironment("web", "production").tier("palace").call() }
        releases.createEnvironment("web", "production").call()
        refused("invalid_request") { releases.freeze("web", "production", "why").until(Instant.MAX).call() }
        refused("invalid_request") { releases.freeze("web", "production", "why").until(Instant.MIN).call() }
        refused("invalid_request") { releases.freeze("web", "production", "why").until("tomorrow").call() }
        refused("invalid_status") { releases.updateDeploymentStatus("web", "production", "1.4.0-rc1", "done").call() }
    }

    @Test
    fun valuesOfAnotherTypeAreRefused() {
        for (value in listOf(7, 7.5, true, listOf("web"), mapOf("a" to 1), null)) {
            assertEquals("project", refused("invalid_request") { releases.invoke("get_project", mapOf("project" to value)) }.context["field"])
        }
        val circle = HashMap<String, Any?>()
        circle["self"] = circle
        for (value in listOf(Double.NaN, Double.POSITIVE_INFINITY, circle, Any(), "\udc00")) {
            refused("invalid_request") { releases.invoke("get_project", mapOf("project" to value)) }
        }
        refused("invalid_request") { releases.invoke("no_such_operation") }
        refused("invalid_request") { releases.invoke("get_project", mapOf("project" to "web", "more" to 1)) }
        val deep = (1..10_000).fold("x" as Any) { inner, _ -> listOf(inner) }
        refused("invalid_request") { releases.createProject("web", "acme/web").buildWorkflow(Workflow("command", "x", mapOf("deep" to deep))).call() }
        assertTrue(releases.listProjects().call().items.isEmpty())
    }

    @Test
    fun bodiesAreBytes() {
        releases.connect("hooks", mapOf("kind" to "webhook", "url" to "https://ci.example.org/start", "key" to "k".repeat(32)))
        refused("invalid_request") { releases.applyWebhook("hooks", emptyMap(), byteArrayOf(-1)).call() }
        refused("invalid_signature") { releases.applyWebhook("hooks", mapOf("Release-Signature" to "x"), "{}".toByteArray()).call() }
        refused("payload_too_large") { releases.applyWebhook("hooks", emptyMap(), ByteArray(30_000_000) { 'x'.code.toByte() }).call() }
    }

    @Test
    fun opening(@TempDir folder: Path) {
        refused("invalid_request") { Releases.open("") }
        refused("invalid_request") { Releases.open("a\u0000b") }
        refused("invalid_request") { Releases.open("\ud800") }
        refused("invalid_request") { Releases.open("redis://x") }
        refused("invalid_request") { Releases.inMemory(OpenOptions().dispatchWait(Duration.ofSeconds(-1))) }
        refused("invalid_request") { releases.startWorker(WorkerOptions().pollInterval(Duration.ofSeconds(-1))) }
        val text = folder.resolve("text.db")
        Files.writeString(text, "no database, but long enough to look at: ${"x".repeat(4096)}")
        refused("not_a_database") { Releases.open(text) }
        assertThrows(ReleaseException::class.java) { Releases.open(folder.resolve("none/x.db")) }
    }

    @Test
    fun secretsAreInNoError() {
        for (token in listOf("ghp_secret", listOf("ghp_secret"))) {
            val error = refused("invalid_request") { releases.connect("github", mapOf("kind" to "github", "token" to token, "nonsense" to 1)) }
            assertFalse("ghp_secret" in error.stackTraceToString() + error.context)
        }
        refused("invalid_name") { releases.connect("", mapOf("kind" to "command", "program" to "true")) }
        refused("invalid_request") { releases.connect("x", emptyMap()) }
        val error = refused("invalid_request") { releases.addCommitSource("acme/web", mapOf("kind" to "nonsense")) }
        assertTrue("nonsense" in error.cause?.message.orEmpty())
        refused("invalid_repository") { releases.addCommitSource("acme", mapOf("kind" to "data", "repositories" to emptyMap<String, Any>())) }
    }
}
