/**
 * Placeholders in a text: `{{name}}`. A name has letters and digits of any script, spaces, `_`, `-` and `.`; the
 * spaces around it do not count. Whatever else stands between braces is text like any other, and is told of as a
 * mistake, since a person hardly means to send `{{}}`. All functions here take time in proportion to the text.
 */

/** A placeholder where it stands in a text. Offsets are UTF-16 units, the end exclusive, the braces included. */
export interface Placeholder {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A stretch that begins like a placeholder and is none. Offsets as above. */
export interface PlaceholderMistake {
  readonly start: number;
  readonly end: number;
}

/** A text with its placeholders filled in. */
export interface FilledTemplate {
  readonly text: string;
  /** Names without a value, each once, in order; their placeholders stand in the text as they were. */
  readonly missing: readonly string[];
}

/**
 * A placeholder, or two opening braces that begin none. No part can match in two ways and none spans braces, so
 * nothing is looked at more often than a few times. The last two braces of several are the ones that count.
 */
const BRACES = /\{\{(?!\{)(?:([\p{L}\p{M}\p{N} _.-]+)\}\}|[^{}\r\n]*\}\}|)/gu;

const NAME = /^[\p{L}\p{M}\p{N} _.-]+$/u;

/**
 * The name that a placeholder must have to stand for something called so, such as a column; `undefined` if there
 * can be none.
 */
export function placeholderName(text: string): string | undefined {
  // Composed, since `é` of one keyboard and of another file system are the same to a person.
  const name = text.trim().normalize("NFC");
  return NAME.test(name) ? name : undefined;
}

/** The distinct names in a text, in order. */
export function placeholders(text: string): readonly string[] {
  return [...new Set(placeholderPlaces(text).map(({ name }) => name))];
}

/** All placeholders of a text, in order. */
export function placeholderPlaces(text: string): readonly Placeholder[] {
  return scan(text).flatMap(({ name, start, end }) => (name === undefined ? [] : [{ name, start, end }]));
}

/** What begins like a placeholder and is none: `{{}}`, `{{a, b}}`, `{{` alone. */
export function placeholderMistakes(text: string): readonly PlaceholderMistake[] {
  return scan(text).flatMap(({ name, start, end }) => (name === undefined ? [{ start, end }] : []));
}

/**
 * Fills placeholders in, in one pass: braces in a value are text.
 * @param values by name; only the object's own properties count, so that no name finds what objects inherit
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): FilledTemplate {
  const missing = new Set<string>();
  const parts: string[] = [];
  let done = 0;
  for (const { name, start, end } of placeholderPlaces(text)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      missing.add(name);
      continue;
    }
    parts.push(text.slice(done, start), value);
    done = end;
  }
  return { text: parts.join("") + text.slice(done), missing: [...missing] };
}

function scan(
  text: string,
): { readonly name: string | undefined; readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(BRACES), ({ 0: found, 1: inner, index }) => ({
    name: inner === undefined ? undefined : placeholderName(inner),
    start: index,
    end: index + found.length,
  }));
}
