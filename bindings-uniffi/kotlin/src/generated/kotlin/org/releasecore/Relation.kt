// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** How a commit stands to another one, the base. */
public enum class Relation(
    /** The word that stands for it. */
    public val word: String,
) {
    /** It is the same commit. */
    IDENTICAL("identical"),
    /** The base is in its history. */
    AHEAD("ahead"),
    /** It is in the base's history. */
    BEHIND("behind"),
    /** Each has commits that the other has not, on a history that they share. */
    DIVERGED("diverged"),
    /** They share no history. */
    UNRELATED("unrelated"),
    /** It cannot be told, because history is missing. */
    UNKNOWN("unknown"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Relation? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Relation = word(json.text(), ::of)
    }
}
