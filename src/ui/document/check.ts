import { MAX_BODY } from "../../core/sending.js";
import type { FilePart, HeaderProblem, MessageFile } from "../../sms/messageFile.js";
import type { PhoneNumber, PhoneNumberProblem, PhoneNumbers } from "../../sms/phoneNumber.js";
import { placeholderMistakes, placeholderPlaces, placeholders } from "../../sms/template.js";

/** A stretch of the file; offsets are UTF-16 units, the end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Something to tell of the file, in codes. What is told of numbers and sender IDs is found by their own modules. */
export type Finding = Place &
  (
    | { readonly kind: "header"; readonly problem: HeaderProblem }
    | { readonly kind: "number"; readonly problem: PhoneNumberProblem }
    | { readonly kind: "severalNumbers" }
    /** Characters over the limit, placeholders not counted. */
    | { readonly kind: "tooLong"; readonly over: number }
    | { readonly kind: "placeholder" }
  );

/** What the To header says. */
export type Recipient =
  /** Nothing, or a placeholder: it is asked for when the text is sent. */
  | { readonly kind: "open" }
  | { readonly kind: "number"; readonly number: PhoneNumber }
  | { readonly kind: "wrong" };

/** How many mistaken placeholders are told of. */
const MAX_MISTAKES = 100;

/** Reads the To header. */
export function recipientOf({ to }: MessageFile, numbers: PhoneNumbers): Recipient {
  if (to === undefined || to.text === "" || placeholders(to.text).length > 0) return { kind: "open" };
  const parsed = numbers.parse(to.text);
  return parsed.ok ? { kind: "number", number: parsed.number } : { kind: "wrong" };
}

/** What is wrong with a file, in the order of the file. Takes time in proportion to it. */
export function checkMessageFile(file: MessageFile, numbers: PhoneNumbers): readonly Finding[] {
  return [
    ...file.problems.map((problem): Finding => ({ kind: "header", problem, ...placeOf(problem) })),
    ...toFindings(file, numbers),
    ...bodyFindings(file.body),
  ];
}

function toFindings(file: MessageFile, numbers: PhoneNumbers): Finding[] {
  const { to } = file;
  if (to === undefined || recipientOf(file, numbers).kind !== "wrong") return [];
  if (isSeveral(to.text)) return [{ kind: "severalNumbers", ...placeOf(to) }];
  const parsed = numbers.parse(to.text);
  return parsed.ok ? [] : [{ kind: "number", problem: parsed.problem, ...placeOf(to) }];
}

/** Several numbers in one header: apart by a comma or a semicolon, or each with its own plus sign. */
function isSeveral(text: string): boolean {
  const parts = text.split(/[,;]|(?=\+)/);
  return parts.filter((part) => part.replace(/\D/g, "").length > 5).length > 1;
}

function bodyFindings(body: FilePart): Finding[] {
  const over = overLength(body.text);
  const mistakes = placeholderMistakes(body.text).slice(0, MAX_MISTAKES);
  return [
    ...mistakes.map((mistake): Finding => ({ kind: "placeholder", ...shifted(mistake, body.start) })),
    ...(over === undefined
      ? []
      : [{ kind: "tooLong", over: over.over, start: body.start + over.start, end: body.end } as const]),
  ];
}

/** Where a text goes over the limit whatever its placeholders stand for, and by how many characters. */
function overLength(text: string): { readonly start: number; readonly over: number } | undefined {
  if (text.length <= MAX_BODY) return undefined;
  let count = 0;
  let start: number | undefined;
  const take = (from: number, to: number): void => {
    let offset = from;
    for (const character of text.slice(from, to)) {
      if (count === MAX_BODY) start ??= offset;
      count++;
      offset += character.length;
    }
  };
  let done = 0;
  for (const place of placeholderPlaces(text)) {
    take(done, place.start);
    done = place.end;
  }
  take(done, text.length);
  return start === undefined ? undefined : { start, over: count - MAX_BODY };
}

function placeOf({ start, end }: Place): Place {
  return { start, end };
}

function shifted({ start, end }: Place, by: number): Place {
  return { start: start + by, end: end + by };
}
