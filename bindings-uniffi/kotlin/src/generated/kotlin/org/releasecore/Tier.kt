// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** What an environment is for. */
public enum class Tier(
    /** The word that stands for it. */
    public val word: String,
) {
    /** Serves users. */
    PRODUCTION("production"),
    /** Shows a candidate as it would be in production. */
    STAGING("staging"),
    /** For those who build it. */
    DEVELOPMENT("development"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Tier? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Tier = word(json.text(), ::of)
    }
}
