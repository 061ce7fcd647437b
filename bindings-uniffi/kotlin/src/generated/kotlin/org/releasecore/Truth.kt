// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** Whether something is so, as far as it is known. */
public enum class Truth(
    /** The word that stands for it. */
    public val word: String,
) {
    /** It is so. */
    YES("yes"),
    /** It is not so. */
    NO("no"),
    /** It cannot be told: history is missing, as in a shallow clone, or nobody knows the commits. */
    UNKNOWN("unknown"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Truth? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Truth = word(json.text(), ::of)
    }
}
