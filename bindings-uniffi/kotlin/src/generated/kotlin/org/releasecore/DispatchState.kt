// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** How far the start of a workflow has come. */
public enum class DispatchState(
    /** The word that stands for it. */
    public val word: String,
) {
    /** To be started when it is due. */
    QUEUED("queued"),
    /** Written before the request leaves, so that a crash leaves a trace. */
    SENDING("sending"),
    /** The CI system took it. */
    STARTED("started"),
    /** The CI system refused it for good. */
    REFUSED("refused"),
    /** Whether it was taken is not known; it is looked for, and never sent again blindly. */
    UNKNOWN("unknown"),
    /** Taken back before it was sent. */
    WITHDRAWN("withdrawn"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): DispatchState? = entries.find { it.word == word }

        internal fun read(json: JsonElement): DispatchState = word(json.text(), ::of)
    }
}
