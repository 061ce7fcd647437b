package org.releasecore

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * One page of a list.
 *
 * @property items The items of this page.
 * @property next Where the next page begins: hand it to the same list's `cursor`. Nothing on the last page.
 * @property total How many items there are in all, for lists that know.
 */
public data class Page<out T : Record>(
    public val items: List<T>,
    public val next: String? = null,
    public val total: Long? = null,
) : Record(), Iterable<T> {
    override fun iterator(): Iterator<T> = items.iterator()

    override fun json(): JsonObject = written {
        said("items", items)
        said("next", next)
        said("total", total)
    }

    internal companion object {
        fun <T : Record> read(json: JsonElement, item: (JsonElement) -> T): Page<T> = Page(
            json.required("items") { it.list(item) },
            json.optional("next", JsonElement::text),
            json.optional("total", JsonElement::integer),
        )
    }
}
