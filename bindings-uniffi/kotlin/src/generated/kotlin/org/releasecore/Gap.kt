// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** Why not everything is told of what has changed. */
public enum class Gap(
    /** The word that stands for it. */
    public val word: String,
) {
    /** The repository has no commit source here, and nothing was recorded. */
    NO_COMMIT_SOURCE("no_commit_source"),
    /**
     * The commit source does not have one of the two commits: it may have been lost with a branch that was
     * force-pushed.
     */
    UNKNOWN_COMMIT("unknown_commit"),
    /** A part of the history is missing, as in a shallow clone. */
    MISSING_HISTORY("missing_history"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Gap? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Gap = word(json.text(), ::of)
    }
}
