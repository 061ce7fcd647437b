// A deployment script for a build tool on the JVM: it cuts a candidate, deploys it by a program of this machine, waits
// for its end, and goes back where it failed.
//
//     java -cp 'release-core-0.1.0.jar:libs/*' DeployKt VERSION COMMIT PROGRAM [DATABASE]
//
// The program finds the release's facts in its environment (`AVIATOR_RELEASE_CANDIDATE_VERSION`, `RELEASE_ENVIRONMENT`
// and others), and reports by its exit code.
import java.time.Duration
import kotlin.system.exitProcess
import org.releasecore.ReleaseException
import org.releasecore.Releases
import org.releasecore.Status

fun main(arguments: Array<String>) {
    if (arguments.size !in 3..4) {
        System.err.println("usage: VERSION COMMIT PROGRAM [DATABASE]")
        exitProcess(2)
    }
    val (version, commit, program) = arguments
    try {
        Releases.open(arguments.getOrElse(3) { "releases.db" }).use { deploy(it, version, commit, program) }
    } catch (e: ReleaseException) {
        // The code is for programs, the message for people; a retry may help where it says so.
        System.err.println("${e.message} (${e.code}${if (e.isRetryable) ", try again" else ""})")
        exitProcess(1)
    }
}

private fun deploy(releases: Releases, version: String, commit: String, program: String) {
    // The database names the connection "deploy"; this program says what it is.
    releases.connect("deploy", mapOf("kind" to "command", "program" to program))
    setUp(releases)

    val candidate = releases.nextCandidate("web", version).call()
    releases.createRelease("web", candidate, "acme/web", commit).actor("build").call()
    val deployment = releases.createDeployment("web", "production", candidate).actor("build").call()
    val ended = releases.wait(deployment.id).limit(Duration.ofMinutes(30)).call()
    println("$candidate: ${ended.status}")
    if (ended.status == Status.SUCCESS) return

    val back = releases.rollback("web", "production").actor("build").call()
    println("back to ${back.target}: ${back.reason}")
    back.deployment?.let { releases.wait(it.id).limit(Duration.ofMinutes(30)).call() }
}

private fun setUp(releases: Releases) {
    // Made where it is not so yet.
    releases.apply("""
        [projects.web]
        repository = "acme/web"

        [projects.web.environments.production]
        tier = "production"
        deploy_workflow = { trigger = "command", connection = "deploy" }
    """).call()
}
