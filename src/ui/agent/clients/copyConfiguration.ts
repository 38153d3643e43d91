import * as vscode from "vscode";
import { configurationFor, configurationText, tokenWay, type ClientId } from "../../../agent/clients/form.js";
import { mcpUrl } from "../../../agent/mcpDescription.js";
import type { Account } from "../../../core/accounts.js";
import { foreignText } from "../../errorText.js";
import type { OfferedStep } from "../../notifier.js";
import { requireSignedIn, type Parts } from "../../parts.js";
import { accountBadge, accountLine } from "../../words.js";
import { located, pickClient, tokenFor } from "./pickClient.js";
import { clientName, doubtsOf, pasteText, reachText } from "./words.js";

/** Copies the configuration with which another client reaches the MCP server of the active account. */
export async function copyMcpConfiguration(parts: Parts): Promise<void> {
  const { account } = await requireSignedIn(parts);
  const client = await pickClient(vscode.l10n.t("Copy MCP Configuration"), account);
  if (client !== undefined) await copyFor(parts, account, client);
}

/** The same for a client that is chosen already. The token is copied only if the person says so. */
export async function copyFor(parts: Parts, of: Account, client: ClientId): Promise<void> {
  const account = located(parts, of);
  const holds = tokenWay(client) === "clear" ? await askWhetherWithToken(account, client) : "reference";
  if (holds === undefined) return;
  const token = holds === "token" ? await tokenFor(parts, account) : undefined;
  const configuration = configurationFor(client, { url: mcpUrl(account.baseUrl), token });
  const text = configurationText(configuration);
  await vscode.env.clipboard.writeText(text);
  const copied = vscode.l10n.t(
    "Copied the configuration of {0} for {1}.",
    foreignText(accountBadge(account)),
    clientName(client),
  );
  // Where there was a question, it told of the doubts.
  const doubts = holds === "reference" ? doubtsOf(client) : [];
  const said = [copied, pasteText(client, account, token !== undefined), ...doubts, reachText(account)].join(
    " ",
  );
  const steps = token === undefined ? tokenSteps(parts, account) : [emptyStep(text)];
  void parts.notifier.offer("info", said, steps.length > 0 ? steps : [readStep()]);
}

async function askWhetherWithToken(
  account: Account,
  client: ClientId,
): Promise<"token" | "placeholder" | undefined> {
  const withToken = vscode.l10n.t("Copy with Token");
  const withPlaceholder = vscode.l10n.t("Copy with Placeholder");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Copy the token of {0} too, in clear?", foreignText(accountBadge(account))),
    {
      modal: true,
      detail: [
        accountLine(account),
        vscode.l10n.t(
          "{0} can hold the token only in its file. With the token, it stands in clear in the clipboard, and in the file that you paste it into: whatever reads these can send from the account.",
          clientName(client),
        ),
        ...doubtsOf(client),
      ].join("\n\n"),
    },
    // The first is what Enter presses: a token is not given out by a key that was pressed once too often.
    withPlaceholder,
    withToken,
  );
  if (answer === withToken) return "token";
  return answer === withPlaceholder ? "placeholder" : undefined;
}

/** The token of the sandbox was made here and is shown nowhere else, so who has to put it somewhere is given it. */
export function tokenSteps(parts: Parts, account: Account): OfferedStep[] {
  if (account.kind !== "sandbox") return [];
  return [
    {
      title: vscode.l10n.t("Copy Sandbox Token"),
      run: async () => vscode.env.clipboard.writeText(await tokenFor(parts, located(parts, account))),
    },
  ];
}

/** For a token that was pasted: it need not stay in the clipboard. What was copied since then does. */
function emptyStep(text: string): OfferedStep {
  return {
    title: vscode.l10n.t("Empty Clipboard"),
    run: async () => {
      if ((await vscode.env.clipboard.readText()) === text) await vscode.env.clipboard.writeText("");
    },
  };
}

/** A notification without a button shows one line and goes away; this one has to be read. */
function readStep(): OfferedStep {
  return { title: vscode.l10n.t("OK"), run: () => undefined };
}
