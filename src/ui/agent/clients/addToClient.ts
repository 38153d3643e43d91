import * as vscode from "vscode";
import { configurationFor, tokenWay, type ClientId } from "../../../agent/clients/form.js";
import { mergeConfiguration, type Merge, type Unusable } from "../../../agent/clients/merge.js";
import { mcpUrl } from "../../../agent/mcpDescription.js";
import type { Account } from "../../../core/accounts.js";
import {
  ClientFileChangedError,
  readClientFile,
  replaceClientFile,
  type ClientFile,
} from "../../../platform/clientFile.js";
import { findClient, folderAround, type ClientPlace } from "../../../platform/clientPlaces.js";
import { foreignText } from "../../errorText.js";
import { placeText } from "../../export/exportWords.js";
import type { OfferedStep } from "../../notifier.js";
import { requireSignedIn, type Parts } from "../../parts.js";
import { askToAdd, type Change } from "./consent.js";
import { copyFor, copyMcpConfiguration, tokenSteps } from "./copyConfiguration.js";
import { located, pickClient, tokenFor } from "./pickClient.js";
import { awayText, clientName, nextText, unusableText } from "./words.js";
import { thisWorld, type World } from "./world.js";

/** What is added, and where. */
interface Addition {
  readonly parts: Parts;
  readonly world: World;
  readonly account: Account;
  readonly client: ClientId;
}

/** Writes the MCP server of the active account into the configuration of another client on this machine. */
export async function addMcpToClient(parts: Parts, world: World = thisWorld()): Promise<void> {
  const { account } = await requireSignedIn(parts);
  if (world.away !== undefined) {
    const title = vscode.l10n.t("Copy MCP Configuration…");
    void parts.notifier.offer("info", awayText(world.away), [
      { title, run: () => copyMcpConfiguration(parts) },
    ]);
    return;
  }
  const client = await pickClient(vscode.l10n.t("Add MCP Server to Another Client"), account);
  if (client !== undefined) await add({ parts, world, account, client });
}

async function add(addition: Addition): Promise<void> {
  const place = await placeOf(addition);
  if (place === undefined) return;
  try {
    await addTo(place, addition);
  } catch (error) {
    tellFailed(addition, place.path, error);
  }
}

/** Where the client's file is, if it may be written at all; says why if not. */
async function placeOf(addition: Addition): Promise<ClientPlace | undefined> {
  const { parts, world, client } = addition;
  const place = client === "vscode" ? await ownPlace(addition) : await findClient(client, world.machine);
  if (place === undefined) return undefined;
  const around = await folderAround(place.path, world.folders);
  if (around === undefined) return place;
  const text = vscode.l10n.t(
    "{0} reads {1}, which is inside the open folder {2}. Nothing is written into a workspace, which others may get to see.",
    clientName(client),
    foreignText(place.path),
    foreignText(around),
  );
  void parts.notifier.offer("warning", text, [copyStep(addition)]);
  return undefined;
}

async function ownPlace(addition: Addition): Promise<ClientPlace | undefined> {
  const { parts, world } = addition;
  const own = await world.openOwn();
  if (own !== undefined && !own.isDirty) return { path: own.path, isInstalled: true };
  const text =
    own === undefined
      ? vscode.l10n.t("This editor does not open its MCP configuration for extensions.")
      : vscode.l10n.t(
          "The MCP configuration has changes that are not saved. Save it, and add the server then.",
        );
  void parts.notifier.offer("warning", text, [copyStep(addition)]);
  return undefined;
}

async function addTo({ path, isInstalled }: ClientPlace, addition: Addition): Promise<void> {
  const { parts, client } = addition;
  const account = located(parts, addition.account);
  const url = mcpUrl(account.baseUrl);
  const file = await onFile(readClientFile(path));
  const plan = mergeConfiguration(file.text ?? "", configurationFor(client, { url }));
  if (plan.kind === "unusable") {
    tellUnusable(parts, path, plan);
    return;
  }
  if (plan.kind === "unchanged" && tokenWay(client) !== "clear") {
    tellThere(addition, path);
    return;
  }
  const change = changeOf(file, plan);
  const answer = await askToAdd({ account, client, isInstalled, ...change });
  if (answer === "copy") await copyFor(parts, account, client);
  if (answer === undefined || answer === "copy") return;
  const token = answer === "token" ? await tokenFor(parts, account) : undefined;
  // A client that runs writes its file all the time: what it wrote while the question stood open stays.
  const now = await onFile(readClientFile(path));
  const merge = mergeConfiguration(now.text ?? "", configurationFor(client, { url, token }));
  if (merge.kind === "unusable" || !isAsAsked(file, now, change, changeOf(now, merge)))
    throw new ClientFileChangedError();
  if (merge.kind === "unchanged") {
    tellThere(addition, path);
    return;
  }
  const backup = await onFile(replaceClientFile(now, merge.text, new Date()));
  tellDone({ ...addition, account }, path, backup, token !== undefined);
}

function changeOf({ path, text }: ClientFile, merge: Exclude<Merge, Unusable>): Change {
  // What is there unchanged has the placeholder, and may get the token now.
  const replaces = merge.kind === "unchanged" || merge.replaces;
  return { path, isNew: text === undefined, replaces, sameServer: merge.sameServer };
}

/** Whether the yes still holds: to the very file, or to a new entry in one that tells the same. */
function isAsAsked(file: ClientFile, now: ClientFile, asked: Change, change: Change): boolean {
  if (file.path === now.path && file.text === now.text) return true;
  return !asked.replaces && JSON.stringify(change) === JSON.stringify(asked);
}

function tellDone(addition: Addition, path: string, backup: string | undefined, hasToken: boolean): void {
  const { parts, account, client } = addition;
  const text = [
    vscode.l10n.t("Added to the configuration of {0}.", clientName(client)),
    nextText(client, account, hasToken),
    ...(backup === undefined
      ? []
      : [vscode.l10n.t("What was there is kept in {0}.", foreignText(nameOf(backup)))]),
  ].join(" ");
  void parts.notifier.offer("info", text, [openStep(path), ...(hasToken ? [] : tokenSteps(parts, account))]);
}

function tellThere({ parts, account, client }: Addition, path: string): void {
  const text = [
    vscode.l10n.t(
      "The server is in the configuration of {0} already. Nothing was written.",
      clientName(client),
    ),
    nextText(client, account, true),
  ].join(" ");
  void parts.notifier.offer("info", text, [openStep(path), ...tokenSteps(parts, account)]);
}

function tellUnusable({ notifier }: Parts, path: string, why: Unusable): void {
  void notifier.offer("error", unusableText(why, nameOf(path)), [
    openStep(path, new vscode.Position(why.line - 1, why.column - 1)),
  ]);
}

/** A failure of the file's; whatever else went wrong is thrown again. */
function tellFailed(addition: Addition, path: string, error: unknown): void {
  const { parts, client } = addition;
  const name = foreignText(nameOf(path));
  if (error instanceof ClientFileChangedError) {
    const text = vscode.l10n.t("{0} was changed by somebody else meanwhile. Nothing was written.", name);
    void parts.notifier.offer("warning", text, [{ title: vscode.l10n.t("Retry"), run: () => add(addition) }]);
    return;
  }
  if (!(error instanceof FileError)) throw error;
  const { cause } = error;
  parts.notifier.record("smsForAi.addMcpToClient", cause);
  const text = vscode.l10n.t(
    "Nothing was added to {0}: {1} cannot be read and written. {2}",
    clientName(client),
    name,
    placeText(cause),
  );
  void parts.notifier.offer("error", text, [copyStep(addition)]);
}

/** The client's file could not be read or written; `cause` is the platform's error. */
class FileError extends Error {
  override readonly name = "FileError";
}

async function onFile<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw cause instanceof ClientFileChangedError ? cause : new FileError("file", { cause });
  }
}

function copyStep({ parts, account, client }: Addition): OfferedStep {
  return { title: vscode.l10n.t("Copy Instead"), run: () => copyFor(parts, account, client) };
}

function openStep(path: string, at?: vscode.Position): OfferedStep {
  const selection = at && new vscode.Range(at, at);
  return {
    title: vscode.l10n.t("Open File"),
    run: () =>
      vscode.window.showTextDocument(vscode.Uri.file(path), selection === undefined ? {} : { selection }),
  };
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
