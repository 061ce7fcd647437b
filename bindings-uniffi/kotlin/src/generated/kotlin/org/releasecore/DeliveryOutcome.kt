// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** What a webhook did. */
public enum class DeliveryOutcome(
    /** The word that stands for it. */
    public val word: String,
) {
    /** The deployment or build was moved, or has learned something new. */
    APPLIED("applied"),
    /** The delivery was taken before, or says what is known. */
    ALREADY_APPLIED("already_applied"),
    /** It is older than what is known. */
    STALE("stale"),
    /** It says nothing that a deployment or build could be moved by. */
    IGNORED("ignored"),
    /** No deployment or build is known of that run. */
    UNKNOWN_RUN("unknown_run"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): DeliveryOutcome? = entries.find { it.word == word }

        internal fun read(json: JsonElement): DeliveryOutcome = word(json.text(), ::of)
    }
}
