// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

import kotlinx.serialization.json.JsonElement

/** What happens when a candidate is to be deployed while another one is. */
public enum class Concurrency(
    /** The word that stands for it. */
    public val word: String,
) {
    /** Both go on; the one that ends last is live. */
    ALLOW("allow"),
    /** The second is refused with `deployment_in_progress`. */
    REJECT("reject"),
    ;

    /** The word that stands for it. */
    override fun toString(): String = word

    public companion object {
        /** What a word stands for; nothing for another word. */
        @JvmStatic
        public fun of(word: String): Concurrency? = entries.find { it.word == word }

        internal fun read(json: JsonElement): Concurrency = word(json.text(), ::of)
    }
}
