import * as vscode from "vscode";
import type { ForcingKind } from "../../sms/plainForms.js";
import type { PlainSaving } from "../../sms/plainSaving.js";
import type { ForcingCharacter } from "../../sms/plainText.js";
import { visibleLine } from "../../sms/visibleText.js";

/** `2 curly quotes, 1 dash`: what forces a text into UCS-2, the most frequent first. */
export function forcingText(characters: readonly ForcingCharacter[]): string {
  const counts = new Map<ForcingKind, number>();
  for (const { kind } of characters) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => kindText(kind, count))
    .join(", ");
}

/** `2 curly quotes make this 3 segments instead of 1.` */
export function plainSavingText({ characters, segments, plainSegments }: PlainSaving): string {
  const what = forcingText(characters);
  return characters.length === 1
    ? vscode.l10n.t("{0} makes this {1} segments instead of {2}.", what, segments, plainSegments)
    : vscode.l10n.t("{0} make this {1} segments instead of {2}.", what, segments, plainSegments);
}

/** The character as it can be shown: by its code point if nothing would be seen of it. */
export function characterText(character: string): string {
  if (/^[\p{Zs}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{M}]/u.test(character)) {
    const code = character.codePointAt(0) ?? 0;
    return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  }
  return visibleLine(character);
}

/** GSM-7 text as it can be shown in the title of a quick fix. */
export function replacementText(replacement: string): string {
  switch (replacement) {
    case "":
      return vscode.l10n.t("nothing");
    case " ":
      return vscode.l10n.t("a space");
    case "\n":
      return vscode.l10n.t("a line break");
    default:
      return replacement;
  }
}

function kindText(kind: ForcingKind, count: number): string {
  const one = count === 1;
  switch (kind) {
    case "quote":
      return one ? vscode.l10n.t("1 curly quote") : vscode.l10n.t("{0} curly quotes", count);
    case "dash":
      return one ? vscode.l10n.t("1 dash") : vscode.l10n.t("{0} dashes", count);
    case "ellipsis":
      return one ? vscode.l10n.t("1 ellipsis") : vscode.l10n.t("{0} ellipses", count);
    case "space":
      return one ? vscode.l10n.t("1 special space") : vscode.l10n.t("{0} special spaces", count);
    case "invisible":
      return one ? vscode.l10n.t("1 invisible character") : vscode.l10n.t("{0} invisible characters", count);
    case "bullet":
      return one ? vscode.l10n.t("1 bullet") : vscode.l10n.t("{0} bullets", count);
    case "accent":
      return one ? vscode.l10n.t("1 accent") : vscode.l10n.t("{0} accents", count);
    case "letter":
      return one ? vscode.l10n.t("1 special letter") : vscode.l10n.t("{0} special letters", count);
    case "fraction":
      return one ? vscode.l10n.t("1 fraction") : vscode.l10n.t("{0} fractions", count);
    case "symbol":
      return one ? vscode.l10n.t("1 symbol") : vscode.l10n.t("{0} symbols", count);
    case "emoji":
      return one ? vscode.l10n.t("1 emoji") : vscode.l10n.t("{0} emoji", count);
    case "script":
      return one
        ? vscode.l10n.t("1 character of another script")
        : vscode.l10n.t("{0} characters of other scripts", count);
  }
}
