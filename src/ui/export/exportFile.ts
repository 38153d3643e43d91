import * as vscode from "vscode";
import type { StatusFilter } from "../../api/statusFilter.js";
import type { ExportFormat } from "../../core/exportRows.js";
import type { ExportTarget } from "../../core/messageExport.js";

/** The file that a person chose, and the form that its name asks for. */
export interface ExportFile {
  readonly uri: vscode.Uri;
  readonly format: ExportFormat;
  /** Without its folder. */
  readonly name: string;
}

/** Asks where to export to; `undefined` if nowhere. The dialog itself asks before it gives a file that is there. */
export async function askFile(filter: StatusFilter | undefined): Promise<ExportFile | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export Messages to .csv or .json"),
    saveLabel: vscode.l10n.t("Export"),
    defaultUri: vscode.Uri.joinPath(await usualFolder(), usualName(filter, new Date())),
    filters: { CSV: ["csv"], JSON: ["json"] },
  });
  if (uri === undefined) return undefined;
  const name = uri.path.split("/").at(-1) ?? "";
  const format = formatOf(name) ?? (await askFormat(name));
  return format && { uri, format, name };
}

/** `sms-messages-delivered-2026-11-22.csv`, with the day as it is here. */
export function usualName(filter: StatusFilter | undefined, now: Date): string {
  const numbers = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const day = numbers.map((number) => String(number).padStart(2, "0"));
  return `${["sms-messages", ...(filter === undefined ? [] : [filter]), ...day].join("-")}.csv`;
}

async function usualFolder(): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder !== undefined) return folder.uri;
  const { homeFolder } = await import("../../platform/node.js");
  return vscode.Uri.file(homeFolder());
}

function formatOf(name: string): ExportFormat | undefined {
  const [, extension] = /\.(csv|json)$/i.exec(name) ?? [];
  return extension?.toLowerCase() as ExportFormat | undefined;
}

/** A name that does not tell the form is taken as it is. */
async function askFormat(name: string): Promise<ExportFormat | undefined> {
  const choices: (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
    { label: "CSV", description: vscode.l10n.t("for spreadsheets"), format: "csv" },
    {
      label: "JSON",
      description: vscode.l10n.t("for programs, with everything the server sent"),
      format: "json",
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t("Export Messages"),
    placeHolder: vscode.l10n.t("The form of {0}", name),
  });
  return chosen?.format;
}

/** Opens the place of an export: a file on a disk is written page by page, another one whole at the end. */
export async function openTarget(uri: vscode.Uri): Promise<ExportTarget> {
  if (uri.scheme !== "file") return wholeFile(uri);
  const { replaceFile } = await import("../../platform/node.js");
  return replaceFile(uri.fsPath);
}

/** A file system of another extension: what it promises of its writes is not known, so it gets one. */
function wholeFile(uri: vscode.Uri): ExportTarget {
  const parts: Uint8Array[] = [];
  const forget = (): void => {
    parts.length = 0;
  };
  return {
    write: (text) => {
      parts.push(new TextEncoder().encode(text));
      return Promise.resolve();
    },
    commit: async () => {
      await vscode.workspace.fs.writeFile(uri, joined(parts));
    },
    discard: () => {
      forget();
      return Promise.resolve();
    },
    abandon: forget,
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
