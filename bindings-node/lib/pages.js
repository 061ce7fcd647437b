'use strict';

/**
 * What a list answers: a promise of its first page that is also every item, page by page, where it is iterated.
 * @param first the promise of the first page.
 * @param following asks for the page that begins at a cursor.
 */
function pages(first, following) {
  return Object.defineProperty(first, Symbol.asyncIterator, {
    value: async function* items() {
      let page = await first;
      for (;;) {
        yield* page.items;
        if (page.next === null) return;
        page = await following(page.next);
      }
    },
  });
}

module.exports = { pages };
