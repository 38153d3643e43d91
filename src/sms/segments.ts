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

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(BASIC, (character) => [character, 1] as const),
  ...Array.from(EXTENSION, (character) => [character, 2] as const),
]);

/** Capacity of a lone segment and of one of several, in units (TS 23.040: the header of a part takes 7 or 3). */
const CAPACITY = { "GSM-7": { lone: 160, part: 153 }, "UCS-2": { lone: 70, part: 67 } } as const;

/** Counts the segments of a text. An empty text has none. */
export function countSegments(text: string): SegmentCount {
  const septets = gsm7Lengths(text);
  const encoding = septets === undefined ? "UCS-2" : "GSM-7";
  const lengths = septets ?? Array.from(text, (character) => character.length);
  const units = lengths.reduce((sum, length) => sum + length, 0);
  const { lone, part } = CAPACITY[encoding];
  if (units <= lone) return { encoding, units, segments: units === 0 ? 0 : 1, room: lone - units };
  let segments = 1;
  let used = 0;
  for (const length of lengths) {
    // An escape pair and a surrogate pair are not cut in two.
    if (used + length > part) {
      segments++;
      used = 0;
    }
    used += length;
  }
  return { encoding, units, segments, room: part - used };
}

/** The septets of each character, or `undefined` if one is not in the GSM-7 alphabet. */
function gsm7Lengths(text: string): number[] | undefined {
  const lengths: number[] = [];
  for (const character of text) {
    const septets = SEPTETS.get(character);
    if (septets === undefined) return undefined;
    lengths.push(septets);
  }
  return lengths;
}
