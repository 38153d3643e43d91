import * as vscode from "vscode";
import { Activity } from "../agent/activity.js";
import type { Runs } from "../core/bulk/runs.js";
import type { Journal } from "../core/journal/journal.js";
import { once } from "../core/once.js";
import { JournalError } from "../core/sending.js";
import type { Notifier } from "./notifier.js";
import type { Settings } from "./settings.js";

/** What windows share on the disk, opened when it is first needed. */
export interface Storage {
  readonly journal: () => Promise<Journal>;
  readonly runs: () => Promise<Runs>;
  /** What agents did and were refused. */
  readonly activity: Activity;
}

/** @param folder the extension's global storage */
export function openStorage(folder: vscode.Uri, settings: Settings, notifier: Notifier): Storage {
  const files = once(async () => {
    const { NodeFileStore } = await import("../platform/node.js");
    return new NodeFileStore(folder.fsPath);
  });
  const journal = once(async () => {
    const { Journal } = await import("../core/journal/journal.js");
    const opened = new Journal(await files());
    opened.onDidFindDamaged((name) => {
      tellDamaged(notifier, vscode.Uri.joinPath(folder, name));
    });
    return opened;
  });
  const runs = once(async () => {
    const { Runs: Opened } = await import("../core/bulk/runs.js");
    return new Opened({ files, lifetime: () => settings.unknownLifetime });
  });
  return { journal, runs, activity: new Activity(files) };
}

function tellDamaged(notifier: Notifier, file: vscode.Uri): void {
  notifier.record("journal", new JournalError("damaged"));
  const text = vscode.l10n.t(
    "A record of a send is damaged, and was kept aside. Its text may have been sent: look in the messages before you send it again.",
  );
  void notifier.offer("warning", text, [
    { title: vscode.l10n.t("Open Record"), run: () => vscode.window.showTextDocument(file) },
  ]);
}
