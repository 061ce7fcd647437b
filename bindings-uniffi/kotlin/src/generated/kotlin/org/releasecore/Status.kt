// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** The status of a deployment. The first four are open, the last four closed. */
public enum class Status(
    /** The word that stands for it. */
    public val word: String,
) {
    /** Recorded; nothing is known to have started. */
    PENDING("pending"),
    /** Its run is under way. */
    IN_PROGRESS("in_progress"),
    /** Asked to stop; the CI system has not said yet that it did. */
    CANCELING("canceling"),
    /** Whether a run started, or how it ended, could not be found out. */
    UNKNOWN("unknown"),
    /** The candidate runs in the environment. */
    SUCCESS("success"),
    /** The run failed. */
    FAILURE("failure"),
    /** Stopped before its end. */
    CANCELED("canceled"),
    /** It could not be run: the CI system refused, or broke. */
    ERROR("error"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Status? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Status = word(json.text(), ::of)
    }
}
