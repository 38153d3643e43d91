/**
 * Text from outside, fit to be shown inside our own words: control, bidirectional and zero-width characters
 * become visible, so that a text can neither hide something nor reorder what stands beside it. The zero-width
 * joiners stay, since emoji and several scripts are written with them.
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replace(/\p{Cc}/gu, visibleControl)
    .replace(
      /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      codePoint,
    );
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
  return `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`;
}
