import * as vscode from "vscode";
import { layoutOf, type Layout } from "../../core/bulk/columns.js";
import type { InterruptedRun } from "../../core/bulk/runs.js";
import { readTable, type TableProblem } from "../../core/bulk/table.js";
import type { StepResult } from "../compose/step.js";
import { foreignText } from "../errorText.js";
import { selectedText } from "../selectedText.js";
import { fullTime, pickText } from "../words.js";
import { askChoice, type Choice } from "./pickStep.js";

/** Where recipients come from. */
export interface Source {
  /** For people. */
  readonly name: string;
  readonly layout: Layout;
  /** The file that it is or is in, if it is in one. */
  readonly file: vscode.Uri | undefined;
  /** It is what is selected in the editor. */
  readonly isSelection: boolean;
}

/** A source, or a run to go on with instead. */
export type SourceChoice = { readonly source: Source } | { readonly resume: string };

/** A source that holds no recipients, in words for people. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

type Offer = { readonly resume: string } | (() => Promise<Source | undefined>);

/** Asks for the source; `closed` if there is none. @throws SourceError */
export async function askSource(
  step: { readonly title: string; readonly step: number; readonly totalSteps: number },
  unfinished: readonly InterruptedRun[],
): Promise<StepResult<SourceChoice>> {
  const result = await askChoice<Offer>({
    ...step,
    placeholder: vscode.l10n.t("Where the recipients come from"),
    items: [...unfinished.map(runItem), ...sourceItems()],
  });
  if (result.kind !== "next") return result;
  if (typeof result.value !== "function") return { kind: "next", value: result.value };
  const source = await result.value();
  return source === undefined ? { kind: "closed" } : { kind: "next", value: { source } };
}

/** Reads a CSV file. @throws SourceError, or the file system's error */
export async function sourceOfFile(file: vscode.Uri): Promise<Source> {
  // What is typed and not saved yet is what a person sees.
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  const text =
    open?.getText() ??
    (await vscode.workspace.decode(await vscode.workspace.fs.readFile(file), { uri: file }));
  return sourceOf(text, nameOf(file), file);
}

function sourceItems(): Choice<Offer>[] {
  const editor = vscode.window.activeTextEditor;
  const items: Choice<Offer>[] = [];
  if (editor !== undefined && editor.document.languageId !== "sms") {
    const { document } = editor;
    const name = nameOf(document.uri);
    const file = document.isUntitled ? undefined : document.uri;
    const selected = selectedText(editor);
    if (selected !== "") {
      items.push({
        label: `$(selection) ${vscode.l10n.t("Selection in {0}", pickText(name))}`,
        choice: () =>
          Promise.resolve(sourceOf(selected, vscode.l10n.t("selection in {0}", name), file, true)),
      });
    }
    if (document.getText().trim() !== "") {
      items.push({
        label: `$(file) ${pickText(name)}`,
        description: vscode.l10n.t("open editor"),
        choice: () => Promise.resolve(sourceOf(document.getText(), name, file)),
      });
    }
  }
  items.push({ label: `$(folder-opened) ${vscode.l10n.t("CSV File…")}`, choice: chooseFile });
  return items;
}

async function chooseFile(): Promise<Source | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Send to Many"),
      openLabel: vscode.l10n.t("Read Recipients"),
      filters: { [vscode.l10n.t("Tables")]: ["csv", "tsv", "txt"], [vscode.l10n.t("All Files")]: ["*"] },
    })) ?? [];
  return file && sourceOfFile(file);
}

function runItem({ state, heldUntil }: InterruptedRun): Choice<Offer> {
  const { header, rows } = state;
  const left = [...rows.values()].filter(({ state: row }) => row === "pending").length;
  const label = vscode.l10n.t("Unfinished: {0}", pickText(header.source));
  const isHeld = heldUntil > Date.now();
  return {
    label: `$(debug-continue) ${label}`,
    description: vscode.l10n.t("{0} of {1} left", left, header.rows),
    detail: isHeld
      ? vscode.l10n.t("Another window is sending it, or was until a moment ago.")
      : vscode.l10n.t("Begun {0}", fullTime(header.createdAt)),
    choice: { resume: header.id },
  };
}

function sourceOf(text: string, name: string, file: vscode.Uri | undefined, isSelection = false): Source {
  const read = readTable(text);
  if (!read.ok) throw new SourceError(problemText(foreignText(name), read.problem, read.row ?? 0));
  return { name, layout: layoutOf(read.table), file, isSelection };
}

function problemText(name: string, problem: TableProblem, row: number): string {
  switch (problem) {
    case "empty":
      return vscode.l10n.t("There are no recipients in {0}.", name);
    case "tooLarge":
      return vscode.l10n.t("{0} is too large to be read. Split it.", name);
    case "tooManyRows":
      return vscode.l10n.t("{0} has too many rows. Split it.", name);
    case "lineTooLong":
      return vscode.l10n.t("Line {1} of {0} is too long for a table.", name, row);
    case "badQuotes":
      return vscode.l10n.t(
        "Row {1} of {0} has a quote that does not end where its cell ends. Mend it first: rows could get lost.",
        name,
        row,
      );
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split("/").at(-1) ?? uri.path;
}
