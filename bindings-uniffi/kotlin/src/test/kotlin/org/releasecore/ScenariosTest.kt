package org.releasecore

import java.util.Collections
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Every scenario, by the typed calls. */
class ScenariosTest {
    @Test
    fun everyScenario() {
        val runs = Scenarios.all()
        val failures = Collections.synchronizedList(ArrayList<String>())
        // More threads than processors, because some scenarios only wait.
        val threads = Executors.newFixedThreadPool(8)
        for (run in runs) {
            threads.execute {
                try {
                    run.make()
                } catch (e: Failure) {
                    failures.add(e.message)
                } catch (e: Throwable) {
                    failures.add(e.stackTraceToString())
                }
            }
        }
        threads.shutdown()
        assertTrue(threads.awaitTermination(20, TimeUnit.MINUTES))
        assertEquals(0, failures.size, "of ${runs.size}\n" + failures.sorted().take(5).joinToString("\n\n"))
        println("scenarios: ${runs.size} runs, ${Scenarios.byName} calls that only JSON can say")
        for ((operation, offered) in Scenarios.offered) {
            val left = offered.takes.map { it.first } + offered.options.keys - Scenarios.said[operation].orEmpty()
            assertEquals(emptyList<String>(), left, "what no scenario says of $operation by its method")
        }
    }
}
