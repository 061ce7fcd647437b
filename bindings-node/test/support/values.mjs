// Values of a scenario: what stands in `${…}`, and whether an answer is what was expected.

const PLACE = /\$\{(?:now(?:([+-])([0-9]+)ms)?|([^}*]+)\*([0-9]+)|([a-z0-9_]+))\}/g;

/** Puts the values of variables, times and repeated texts where a value names them. */
export function fill(value, variables) {
  if (typeof value === 'string') return fillText(value, variables);
  if (Array.isArray(value)) return value.map((item) => fill(item, variables));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member, variables)]));
}

function fillText(text, variables) {
  const place = (_, sign, millis, part, times, name) => {
    if (times !== undefined) return part.repeat(Number(times));
    if (name !== undefined) {
      if (!Object.hasOwn(variables, name)) throw new Error(`there is no variable ${name}`);
      return variables[name];
    }
    const shift = Number(millis ?? 0);
    return new Date(Date.now() + (sign === '-' ? -shift : shift)).toISOString();
  };
  const [whole] = text.matchAll(PLACE);
  // A text that is nothing but a variable becomes its value, of whatever type.
  if (whole && whole[0] === text) return place(...whole);
  return text.replace(PLACE, (...found) => {
    const value = place(...found);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** How an answer differs from what was expected: where, what and what instead; nothing where it does not. */
export function difference(expected, found, place = '') {
  const differs = (what) => `${place || 'the answer'}: expected ${what}, found ${short(found)}`;
  if (expected === null) return found === null || found === undefined ? undefined : differs('nothing');
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return differs(`a list of ${expected.length}`);
    return first(expected, (item, index) => difference(item, found[index], `${place}/${index}`));
  }
  if (typeof expected === 'object') {
    const [[name, wanted] = [], ...others] = Object.entries(expected);
    if (others.length === 0 && name?.startsWith('$')) {
      return fits(name.slice(1), wanted, found) ? undefined : differs(`${name.slice(1)} ${short(wanted)}`);
    }
    if (found === null || typeof found !== 'object' || Array.isArray(found)) return differs(short(expected));
    return first(Object.entries(expected), ([member, of]) => difference(of, found[member], `${place}/${member}`));
  }
  return expected === found ? undefined : differs(short(expected));
}

function first(items, look) {
  for (const [index, item] of items.entries()) {
    const found = look(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function fits(name, wanted, found) {
  switch (name) {
    case 'is':
      if (wanted === 'present') return found !== null && found !== undefined;
      if (typeof found !== 'string') return false;
      if (wanted === 'time') return !Number.isNaN(Date.parse(found)) && new Date(found).toISOString() === found;
      return wanted === 'id' && UUID.test(found);
    case 'one_of':
      return wanted.some((option) => difference(option, found) === undefined);
    case 'not':
      return difference(wanted, found) !== undefined;
    case 'length':
      return Array.isArray(found) && found.length === wanted;
    case 'contains':
      if (Array.isArray(found)) return found.some((item) => difference(wanted, item) === undefined);
      return typeof found === 'string' && found.includes(wanted);
    default:
      throw new Error(`there is no matcher ${name}`);
  }
}

/** A value for a message: the first part of a long one. */
export function short(value) {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}… (${text.length} characters)` : text;
}
