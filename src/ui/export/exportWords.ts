import * as vscode from "vscode";
import { ExportTargetError, type Exported, type ExportProgress } from "../../core/messageExport.js";
import { errorText, foreignText } from "../errorText.js";

/** How far an export is, and what it waits for. */
export interface HowFar extends ExportProgress {
  /** The server's limit lets it go on then, ms since the epoch. */
  readonly waitUntil?: number | undefined;
}

/** `1,234 of 5,678`. */
export function progressText({ count, total, waitUntil }: HowFar): string {
  // A total that is too low for what came already is not true.
  const far =
    total === undefined || total < count
      ? numberText(count)
      : vscode.l10n.t("{0} of {1}", numberText(count), numberText(total));
  if (waitUntil === undefined) return far;
  const time = new Date(waitUntil).toLocaleTimeString(vscode.env.language);
  const waiting = vscode.l10n.t("waiting for the server's limit until {0}", time);
  return count === 0 ? waiting : vscode.l10n.t("{0}, {1}", far, waiting);
}

/** What was exported. */
export function exportedText({ count, uncertain }: Exported, name: string): string {
  const file = foreignText(name);
  const done =
    count === 1
      ? vscode.l10n.t("Exported 1 message to {0}.", file)
      : vscode.l10n.t("Exported {0} messages to {1}.", numberText(count), file);
  if (!uncertain) return done;
  return `${done} ${vscode.l10n.t("The list kept changing meanwhile, so some may be missing: export again to be sure.")}`;
}

/** Whether it is the place that could not be written, and not the messages that could not be had. */
export function isFaultOfPlace(error: unknown): boolean {
  return error instanceof ExportTargetError;
}

/** Why nothing was exported. */
export function failedText(error: unknown, name: string): string {
  const file = foreignText(name);
  if (error instanceof ExportTargetError) {
    return vscode.l10n.t("Nothing was exported: {0} cannot be written. {1}", file, placeText(error.cause));
  }
  const why = errorText(error).message;
  return vscode.l10n.t("The export to {0} was not completed, and nothing was written. {1}", file, why);
}

/** What keeps a file from being written, by the codes of Node and of VS Code's file systems. */
export function placeText(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "NoPermissions":
      return vscode.l10n.t("You have no permission for that.");
    case "ENOSPC":
    case "EDQUOT":
      return vscode.l10n.t("The disk is full.");
    case "ENOENT":
    case "ENOTDIR":
    case "FileNotFound":
      return vscode.l10n.t("Its folder is not there.");
    case "EISDIR":
    case "FileIsADirectory":
      return vscode.l10n.t("It is a folder.");
    case "ENOTSUP":
      return vscode.l10n.t("It is no file that could be replaced.");
    case "EILSEQ":
      return vscode.l10n.t("It is not UTF-8 text.");
    case "ELOOP":
      return vscode.l10n.t("It is a link that leads nowhere.");
    case "ENAMETOOLONG":
      return vscode.l10n.t("Its name is too long.");
    default:
      return error instanceof Error ? foreignText(error.message) : "";
  }
}

function numberText(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
