// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** Why a tag was not imported. */
public enum class SkipReason(
    /** The word that stands for it. */
    public val word: String,
) {
    /** What it names is no release version. */
    INVALID_VERSION("invalid_version"),
    /** The project's version scheme does not allow the version. */
    VERSION_SCHEME("version_scheme"),
    /** It leads to no commit. */
    NO_COMMIT("no_commit"),
    /** The candidate exists at another commit. */
    CANDIDATE_EXISTS("candidate_exists"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): SkipReason? = entries.find { it.word == word }

        internal fun read(json: JsonElement): SkipReason = word(json.text(), ::of)
    }
}
