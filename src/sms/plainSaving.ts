import { forcingCharacters, toPlainText, type ForcingCharacter } from "./plainText.js";
import { countSegments } from "./segments.js";

/** What plain characters would save. */
export interface PlainSaving {
  /** Every character that forces UCS-2; each can be replaced. */
  readonly characters: readonly ForcingCharacter[];
  /** The segments of the text as it is, and of the plain one. */
  readonly segments: number;
  readonly plainSegments: number;
}

/** `undefined` if the text is plain, if some of it cannot be said in GSM-7, or if no segment is saved. */
export function plainSaving(text: string): PlainSaving | undefined {
  const { encoding, segments } = countSegments(text);
  if (encoding === "GSM-7") return undefined;
  const plain = countSegments(toPlainText(text));
  if (plain.encoding === "UCS-2" || plain.segments === 0 || plain.segments >= segments) return undefined;
  return { characters: forcingCharacters(text), segments, plainSegments: plain.segments };
}
