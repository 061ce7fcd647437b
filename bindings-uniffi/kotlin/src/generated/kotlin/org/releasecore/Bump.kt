// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** Which number of a version is raised; as text `major`, `minor` or `patch`. */
public enum class Bump(
    /** The word that stands for it. */
    public val word: String,
) {
    /** The first number, for changes that break something. */
    MAJOR("major"),
    /** The second number, for what is new. */
    MINOR("minor"),
    /** The third number, for what is mended. */
    PATCH("patch"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Bump? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Bump = word(json.text(), ::of)
    }
}
