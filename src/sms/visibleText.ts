/** The flags of England, Scotland and Wales: nothing else is written with Unicode's tag characters. */
const TAG_FLAG =
  /(\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f})/u;

/** Controls of direction, zero-width characters, fillers that look like nothing, tags in which whole texts hide. */
const HIDDEN =
  /\u034f|[\u17b4-\u17b5]|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e00ff}]/gu;

/** Joiners and variation selectors: an emoji has two of them in a row at most, more are a text that is hidden. */
const HIDDEN_RUN = /(?:\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]){3,}/gu;

/**
 * Text from outside, fit to be shown inside our own words: control, bidirectional and zero-width characters
 * become visible, so that a text can neither hide something nor reorder what stands beside it. The zero-width
 * joiners stay, since emoji and several scripts are written with them, unless there are too many at one place.
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replace(/\p{Cc}/gu, visibleControl)
    .split(TAG_FLAG)
    .map((part) =>
      TAG_FLAG.test(part)
        ? part
        : part.replace(HIDDEN, codePoint).replace(HIDDEN_RUN, (run) => Array.from(run, codePoint).join("")),
    )
    .join("");
}

/** Unicode's pictures of the C0 controls and of DEL; code points for the C1 controls; line feeds as they are. */
function visibleControl(control: string): string {
  if (control === "\n") return control;
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : codePoint(control);
}

/** The same on one line: line breaks become `⏎`. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/\n/g, "⏎");
}

/** The beginning of a text on one line, cut at a character's border. */
export function firstWords(text: string, maxCharacters: number): string {
  const characters = Array.from(
    visibleLine(
      text
        .slice(0, maxCharacters * 4)
        .replace(/\s+/g, " ")
        .trim(),
    ),
  );
  const cut = characters.length > maxCharacters || text.length > maxCharacters * 4;
  return cut ? `${characters.slice(0, maxCharacters).join("").trimEnd()}…` : characters.join("");
}

/** Keeps right-to-left text from reordering what follows it (Unicode's isolates), where there is any. */
export function isolate(text: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;
}

function codePoint(character: string): string {
  return `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;
}
