/** How a text is carried (3GPP TS 23.038): 7 bits a character from a small alphabet, or UTF-16. */
export type Encoding = "GSM-7" | "UCS-2";

/** How a text will be cut. An estimate: carriers differ in small ways. */
export interface SegmentCount {
  readonly encoding: Encoding;
  readonly segments: number;
  /** Septets for GSM-7, UTF-16 units for UCS-2. */
  readonly units: number;
  /** Units that fit into the last segment besides what is in it. */
  readonly room: number;
}

/** The GSM 7 bit default alphabet (TS 23.038, 6.2.1); the escape character itself is not text. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Its extension table (6.2.1.1): an escape and a second septet. */
const EXTENSION = "\f^{}\\[~]|€";

/** Septets by UTF-16 unit: every character of the alphabet is one unit long, and `€` is the last of them. */
const SEPTETS: Readonly<Uint8Array> = tableOfSeptets();

/** Capacity of a lone segment and of one of several, in units (TS 23.040: the header of a part takes 7 or 3). */
const CAPACITY = { "GSM-7": { lone: 160, part: 153 }, "UCS-2": { lone: 70, part: 67 } } as const;

/** Counts the segments of a text. An empty text has none. */
export function countSegments(text: string): SegmentCount {
  const septets = septetsIn(text);
  const encoding = septets === undefined ? "UCS-2" : "GSM-7";
  const units = septets ?? text.length;
  const { lone, part } = CAPACITY[encoding];
  if (units <= lone) return { encoding, units, segments: units === 0 ? 0 : 1, room: lone - units };
  const ends = encoding === "GSM-7" ? septetParts(text, part) : unitParts(text, part);
  const lastStart = ends.at(-2) ?? 0;
  const inLast = septets === undefined ? units - lastStart : (septetsIn(text.slice(lastStart)) ?? 0);
  return { encoding, units, segments: ends.length, room: part - inLast };
}

/** The text of each segment; joined they are the text again. An empty text has none. */
export function splitSegments(text: string): readonly string[] {
  if (text === "") return [];
  const septets = septetsIn(text);
  const { lone, part } = CAPACITY[septets === undefined ? "UCS-2" : "GSM-7"];
  if ((septets ?? text.length) <= lone) return [text];
  const ends = septets === undefined ? unitParts(text, part) : septetParts(text, part);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

/** Whether every character is in the GSM-7 alphabet. */
export function isGsm7(text: string): boolean {
  return septetsIn(text) !== undefined;
}

/**
 * Septets that a character takes: 1, 2 behind an escape, 0 for one that is not in the GSM-7 alphabet.
 * @param unit the character's UTF-16 unit
 */
export function septetsOf(unit: number): number {
  return SEPTETS[unit] ?? 0;
}

/** The septets of a text, or `undefined` if one of its characters is not in the GSM-7 alphabet. */
function septetsIn(text: string): number | undefined {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const septets = septetsOf(text.charCodeAt(index));
    if (septets === 0) return undefined;
    sum += septets;
  }
  return sum;
}

/** Where the parts of a GSM-7 text end. An escape and its septet are not cut in two. */
function septetParts(text: string, capacity: number): number[] {
  const ends: number[] = [];
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    const septets = septetsOf(text.charCodeAt(index));
    if (used + septets > capacity) {
      ends.push(index);
      used = 0;
    }
    used += septets;
  }
  ends.push(text.length);
  return ends;
}

/** Where the parts of a UCS-2 text end. A surrogate pair is not cut in two. */
function unitParts(text: string, capacity: number): number[] {
  const ends: number[] = [];
  let end = capacity;
  while (end < text.length) {
    // A code point above U+FFFF that begins with the part's last unit goes into the next part.
    if ((text.codePointAt(end - 1) ?? 0) > 0xffff) end--;
    ends.push(end);
    end += capacity;
  }
  ends.push(text.length);
  return ends;
}

function tableOfSeptets(): Uint8Array {
  const table = new Uint8Array("€".charCodeAt(0) + 1);
  for (const character of BASIC) table[character.charCodeAt(0)] = 1;
  for (const character of EXTENSION) table[character.charCodeAt(0)] = 2;
  return table;
}
