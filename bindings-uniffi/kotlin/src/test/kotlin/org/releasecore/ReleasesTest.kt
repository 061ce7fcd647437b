package org.releasecore

import java.lang.management.ManagementFactory
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What the Kotlin package adds to the scenarios: records, versions, coroutines and threads, the life of a handle. */
class ReleasesTest {
    @TempDir
    lateinit var folder: Path
    private lateinit var releases: Releases

    @BeforeEach
    fun open() {
        releases = Releases.open(folder.resolve("releases.db"))
        releases.createProject("web", "acme/web").call()
        releases.createEnvironment("web", "production").tier(Tier.PRODUCTION).call()
        releases.createRelease("web", "1.4.0-rc1", "acme/web", COMMIT).call()
    }

    @AfterEach
    fun close() = releases.close()

    @Test
    fun theTestsRunOnTheJar() {
        val place = Releases::class.java.protectionDomain.codeSource.location.path
        assertTrue(place.endsWith(".jar"), place)
        // Where the library was not named, it is the one in the jar.
        assertNull(System.getenv("RELEASE_CORE_LIBRARY"))
    }

    @Test
    fun records() {
        val deployment = releases.createDeployment("web", "production", "1.4.0-rc1").actor("ana@acme.dev").call()
        assertEquals(listOf(Status.PENDING, 1L, "ana@acme.dev", null), deployment.run { listOf(status, number, actor, url) })
        assertTrue(Duration.between(deployment.createdAt, Instant.now()).abs() < Duration.ofMinutes(1))
        assertEquals(deployment, releases.getDeployment(deployment.id).call())
        val ended = releases.updateDeploymentStatus("web", "production", "1.4.0-rc1", Status.SUCCESS).call()
        assertNotEquals(deployment, ended)
        val live = releases.live("web", "production").call()
        assertEquals("1.4.0-rc1", live.deployment?.releaseCandidateVersion)
        val asked = releases.invoke("live", mapOf("project" to "web", "environment" to "production"))
        assertEquals(Scenarios.sorted(asked), Scenarios.sorted(live.toJson()))
    }

    @Test
    fun freezesAndTimes() {
        val ends = Instant.ofEpochSecond(4_102_444_800)
        val frozen = releases.freeze("web", "production", "holidays").until(ends).call()
        assertEquals("holidays" to ends, frozen.freeze?.run { reason to until })
        assertEquals("refused", refused("environment_frozen") { releases.createDeployment("web", "production", "1.4.0-rc1").call() }.kind)
        assertNull(releases.unfreeze("web", "production").call().freeze)
    }

    @Test
    fun pages() {
        listOf("a", "b", "c", "d", "e").forEach { releases.createProject(it, "acme/$it").call() }
        val found = generateSequence(releases.listProjects().perPage(2).call()) { page ->
            page.next?.let { releases.listProjects().perPage(2).cursor(it).call() }
        }
        assertEquals(listOf("a", "b", "c", "d", "e", "web"), found.flatten().map { it.name }.toList())
    }

    @Test
    fun workflows() {
        releases.connect("deploy", mapOf("kind" to "command", "program" to "true"))
        val workflow = Workflow("command", "deploy", parameters = mapOf("region" to "eu"))
        releases.updateEnvironment("web", "production").deployWorkflow(workflow).call()
        assertEquals(workflow, releases.getEnvironment("web", "production").call().deployWorkflow)
        assertEquals(workflow, releases.updateEnvironment("web", "production").tier(Tier.STAGING).call().deployWorkflow)
        val deployment = releases.createDeployment("web", "production", "1.4.0-rc1").call()
        assertEquals(Status.SUCCESS, releases.wait(deployment.id).limit(Duration.ofSeconds(30)).call().status)
        assertNull(releases.updateEnvironment("web", "production").deployWorkflow(null).call().deployWorkflow)
    }

    @Test
    fun versions() {
        val sorted = listOf("1.4.0-rc10", "1.4.0-rc2", "1.10.0-rc1", "1.4.0-alpha-rc1").map(CandidateVersion::parse).sorted()
        assertEquals(listOf("1.4.0-alpha-rc1", "1.4.0-rc2", "1.4.0-rc10", "1.10.0-rc1"), sorted.map { it.text })
        assertEquals("1.4.0" to 2L, sorted[1].release to sorted[1].number)
        assertEquals(4294967295L, CandidateVersion.parse("1.4.0-rc4294967295").number)
        assertTrue(ReleaseVersion.parse("1.9") < ReleaseVersion.parse("1.10"))
        assertEquals(ReleaseVersion.parse("1.9"), ReleaseVersion.parse("1.9"))
        assertNotEquals(ReleaseVersion.parse("1.9"), ReleaseVersion.parse("v1.9"))
        assertTrue("position" in refused("invalid_release_candidate_version") { CandidateVersion.parse("1.4.0-rc01") }.context)
        refused("invalid_request") { ReleaseVersion.parse("") }
        refused("invalid_request") { ReleaseVersion.parse("\ud800") }
    }

    @Test
    fun aCommitSource() {
        releases.addCommitSource("acme/web", mapOf("kind" to "data", "repositories" to mapOf("acme/web" to listOf(COMMIT))))
        assertEquals(COMMIT, releases.createRelease("web", "1.5.0-rc1", "acme/web", COMMIT.take(8)).call().commit)
        refused("invalid_commit_hash") { releases.createRelease("web", "1.5.0-rc2", "acme/web", "a".repeat(40)).call() }
    }

    @Test
    fun aWorkerTakesUpWhatIsDue() {
        releases.connect("deploy", mapOf("kind" to "command", "program" to "true"))
        releases.updateEnvironment("web", "production").deployWorkflow(Workflow("command", "deploy")).call()
        val worker = releases.startWorker(WorkerOptions().pollInterval(Duration.ofMillis(50)))
        assertFalse(worker.hasEnded)
        val later = releases.createDeployment("web", "production", "1.4.0-rc1").dispatchLater().call()
        assertEquals(Status.SUCCESS, releases.wait(later.id).limit(Duration.ofSeconds(30)).call().status)
        assertNull(worker.lastError)
        worker.stop()
        worker.close()
        assertTrue(worker.hasEnded)
    }

    @Test
    fun coroutines() = runBlocking {
        val deployment = releases.createDeployment("web", "production", "1.4.0-rc1").await()
        assertNull(withTimeoutOrNull(200) { releases.wait(deployment.id).limit(Duration.ofMinutes(10)).await() })
        // A hundred waits hold no thread each.
        val before = Thread.activeCount()
        val waiting = List(100) { async { releases.wait(deployment.id).limit(Duration.ofMinutes(10)).await() } }
        List(50) { async { releases.createProject("p-$it", "acme/p").await() } }.awaitAll()
        assertTrue(Thread.activeCount() < before + 50)
        releases.updateDeploymentStatus("web", "production", "1.4.0-rc1", Status.FAILURE).errorMessage("tests failed").await()
        assertEquals(setOf(Status.FAILURE to "tests failed"), waiting.awaitAll().map { it.status to it.errorMessage }.toSet())
        assertEquals(deployment.id, releases.getDeployment(deployment.id).future().get(30, TimeUnit.SECONDS).id)
    }

    @Test
    fun manyThreads() {
        val threads = Executors.newFixedThreadPool(16)
        val made = List(16) { i ->
            threads.submit { repeat(20) { j -> releases.createProject("p-$i-$j", "acme/p").call(); releases.getProject("web").call() } }
        }
        made.forEach { it.get(2, TimeUnit.MINUTES) }
        threads.shutdown()
        val pages = generateSequence(releases.listProjects().perPage(100).call()) { page ->
            page.next?.let { releases.listProjects().perPage(100).cursor(it).call() }
        }
        assertEquals(321, pages.sumOf { it.items.size })
    }

    @Test
    fun aClosedHandle() {
        val worker = releases.startWorker()
        releases.close()
        releases.close()
        assertEquals("unavailable", refused("unavailable") { releases.getProject("web").call() }.kind)
        refused("unavailable") { runBlocking { releases.getProject("web").await() } }
        worker.stop()
        assertEquals("web", Releases.open(folder.resolve("releases.db")).use { it.getProject("web").call().name })
        assertThrows(IllegalArgumentException::class.java) { Status.valueOf("nonsense") }
        assertNull(Status.of("nonsense"))
    }

    @Test
    fun aThousandHandlesLeaveNothing() {
        val openAndClose = { i: Int -> Releases.open(folder.resolve("many-${i % 4}.db")).use { it.listProjects().call() } }
        repeat(50) { openAndClose(it) }
        val before = measured()
        repeat(1000) { openAndClose(it) }
        val after = measured()
        println("a thousand handles: $before -> $after")
        assertTrue(after.files <= before.files + 8)
        assertTrue(after.threads <= before.threads + 8)
        assertTrue(after.kilobytes < before.kilobytes + 60_000)
    }

    private data class Measured(val files: Int, val threads: Int, val kilobytes: Long)

    private fun measured(): Measured {
        // Cleaners run after a collection; when is not told.
        repeat(20) {
            System.gc()
            Thread.sleep(10)
        }
        val files = Files.list(Path.of("/proc/self/fd")).use { it.count() }.toInt()
        val resident = Files.readAllLines(Path.of("/proc/self/status")).first { it.startsWith("VmRSS") }
        val kilobytes = resident.filter { it.isDigit() }.toLong()
        val heap = ManagementFactory.getMemoryMXBean().heapMemoryUsage.committed / 1024
        return Measured(files, ManagementFactory.getThreadMXBean().threadCount, kilobytes - heap)
    }
}
