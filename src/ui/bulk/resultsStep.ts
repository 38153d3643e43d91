import * as vscode from "vscode";
import type { StepResult } from "../compose/step.js";
import { pickText } from "../words.js";
import { askChoice } from "./pickStep.js";
import type { Source } from "./source.js";

/** Where the results go: a file, or nowhere. */
export interface ResultsPlace {
  readonly uri: vscode.Uri | undefined;
}

type Offer = "choose" | ResultsPlace;

/** Asks where the results are written: beside the source unless told otherwise. */
export async function askResults(
  step: { readonly title: string; readonly step: number; readonly totalSteps: number },
  { file, name }: Source,
): Promise<StepResult<ResultsPlace>> {
  const usual = await freeName(file, name);
  const result = await askChoice<Offer>({
    ...step,
    placeholder: vscode.l10n.t(
      "Where the results are written: number, status, id, price and error of each text",
    ),
    items: [
      ...(usual === undefined
        ? []
        : [
            {
              label: `$(file) ${pickText(usual.path.split("/").at(-1) ?? "")}`,
              description: pickText(vscode.workspace.asRelativePath(vscode.Uri.joinPath(usual, ".."), false)),
              choice: { uri: usual },
            },
          ]),
      { label: `$(folder-opened) ${vscode.l10n.t("Another File…")}`, choice: "choose" as const },
      { label: `$(circle-slash) ${vscode.l10n.t("No File")}`, choice: { uri: undefined } },
    ],
  });
  if (result.kind !== "next") return result;
  if (result.value !== "choose") return { kind: "next", value: result.value };
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Results"),
    ...(usual === undefined ? {} : { defaultUri: usual }),
    filters: { CSV: ["csv"] },
  });
  return uri === undefined ? { kind: "closed" } : { kind: "next", value: { uri } };
}

/** `people-results.csv` beside the source or in the workspace; with a number if that is taken. */
async function freeName(file: vscode.Uri | undefined, name: string): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const place = file === undefined ? folder?.uri : vscode.Uri.joinPath(file, "..");
  if (place === undefined) return undefined;
  const stem = file === undefined ? "sms" : (file.path.split("/").at(-1) ?? name).replace(/\.[^.]*$/, "");
  for (let number = 1; number < 1000; number++) {
    const uri = vscode.Uri.joinPath(place, `${stem}-results${number === 1 ? "" : `-${number}`}.csv`);
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
  return undefined;
}
