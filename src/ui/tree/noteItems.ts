import * as vscode from "vscode";
import type { CommandId } from "../commandIds.js";
import { MAX_ROWS, type NoteRow } from "./rows.js";

/** A row that says or offers something, below the messages. */
export function noteItem({ kind, count }: NoteRow, sessionFailed: boolean): vscode.TreeItem {
  switch (kind) {
    case "capped":
      return cappedItem(count);
    case "find":
      return offer(kind, vscode.l10n.t("Find Message…"), "search", "smsForAi.findMessage");
    case "export":
      return offer(kind, vscode.l10n.t("Export Messages…"), "export", "smsForAi.exportMessages");
    case "more":
      return offer(kind, vscode.l10n.t("Load More…"), "ellipsis", "smsForAi.loadMoreMessages");
    case "retry":
      return offer(
        kind,
        vscode.l10n.t("Try Again"),
        "refresh",
        sessionFailed ? "smsForAi.retrySession" : "smsForAi.refreshMessages",
      );
  }
}

function offer(kind: string, title: string, icon: string, command: CommandId): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.id = kind;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title };
  return item;
}

/** Says that not all that is loaded stands in the tree. */
function cappedItem(loaded: number): vscode.TreeItem {
  const [shown, all] = [MAX_ROWS, loaded].map((count) => count.toLocaleString(vscode.env.language));
  const item = new vscode.TreeItem(vscode.l10n.t("The newest {0} of {1} loaded", shown ?? "", all ?? ""));
  item.id = "capped";
  item.iconPath = new vscode.ThemeIcon("info");
  item.tooltip = vscode.l10n.t(
    "The tree shows no more, so that the window stays quick. Find and Export reach all.",
  );
  return item;
}
