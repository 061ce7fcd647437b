// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** The state of a candidate's build. */
public enum class BuildStatus(
    /** The word that stands for it. */
    public val word: String,
) {
    /** The artifacts are being made. */
    BUILDING("building"),
    /** The candidate can be deployed. */
    READY("ready"),
    /** The build failed; `rebuild` starts it again. */
    FAILED("failed"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): BuildStatus? = entries.find { it.word == word }

        internal fun read(json: JsonElement): BuildStatus = word(json.text(), ::of)
    }
}
