import * as vscode from "vscode";
import { LIVE_BASE_URL, parseBaseUrl, type BaseUrlProblem } from "../../api/baseUrl.js";
import type { Profile } from "../../api/schemas.js";
import { ownerOf } from "../../core/accounts.js";
import { cleanToken, hasUsualForm, isHeaderSafe } from "../../api/token.js";
import { errorText, foreignText } from "../errorText.js";
import type { Parts } from "../parts.js";
import { accountBadge } from "../words.js";
import { trySandbox } from "./trySandbox.js";

/** Asks for a server and a token, sees whose it is, and makes it the window's account. */
export async function signIn(parts: Parts): Promise<void> {
  const server = await chooseServer();
  if (server === undefined) return;
  if (server === "sandbox") {
    await trySandbox(parts);
    return;
  }
  const baseUrl = server === "live" ? LIVE_BASE_URL : await askBaseUrl();
  if (baseUrl === undefined) return;
  const good = await askToken(parts, baseUrl);
  if (good === undefined) return;
  const { token, profile } = good;
  const account = await parts.session.signIn(
    { baseUrl, label: labelOf(profile, baseUrl), owner: ownerOf(profile) },
    token,
    replaceable(parts, baseUrl, profile),
  );
  void vscode.window.showInformationMessage(
    vscode.l10n.t("Signed in: {0} ({1})", foreignText(account.label), accountBadge(account)),
  );
}

type Server = "live" | "sandbox" | "other";

async function chooseServer(): Promise<Server | undefined> {
  const items: (vscode.QuickPickItem & { server: Server })[] = [
    {
      server: "live",
      label: `$(broadcast) ${vscode.l10n.t("SMS for AI")}`,
      description: new URL(LIVE_BASE_URL).host,
      detail: vscode.l10n.t("Real messages. You need a token from the SMS for AI console."),
    },
    {
      server: "sandbox",
      label: `$(beaker) ${vscode.l10n.t("Sandbox on this computer")}`,
      detail: vscode.l10n.t("The same API, nothing is sent, nothing costs. No token needed."),
    },
    {
      server: "other",
      label: `$(server) ${vscode.l10n.t("Another server…")}`,
      detail: vscode.l10n.t("A server that speaks the SMS for AI API, by its address."),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Sign In"),
    placeHolder: vscode.l10n.t("Server to sign in to"),
    ignoreFocusOut: true,
  });
  return chosen?.server;
}

async function askBaseUrl(): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Sign In: Address of the Server"),
    prompt: vscode.l10n.t("The API's base URL with its path. https anywhere, http on this computer only."),
    placeHolder: "https://host/api/v1",
    ignoreFocusOut: true,
    validateInput: (value) => {
      const result = parseBaseUrl(value);
      if (value === "") return vscode.l10n.t("Type the address.");
      return result.ok ? undefined : baseUrlText(result.problem);
    },
  });
  const result = parseBaseUrl(typed ?? "");
  return result.ok ? result.url : undefined;
}

function baseUrlText(problem: BaseUrlProblem): string {
  switch (problem) {
    case "notAUrl":
      return vscode.l10n.t("This is no address. It looks like https://host/api/v1.");
    case "notSecure":
      return vscode.l10n.t("A token goes over https only; plain http is for this computer.");
    case "hasCredentials":
      return vscode.l10n.t("Leave user name and password out of the address.");
    case "hasQuery":
      return vscode.l10n.t("Leave out what follows the path (? or #).");
  }
}

interface GoodToken {
  readonly token: string;
  readonly profile: Profile;
}

/** Asks until a token is found good or the person gives up: a rejected one stays in the box, to be mended. */
function askToken({ session, notifier }: Parts, baseUrl: string): Promise<GoodToken | undefined> {
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t("Sign In: Token for {0}", new URL(baseUrl).host);
  box.prompt = vscode.l10n.t("It is kept in VS Code's secret storage and sent to this server only.");
  box.placeholder = "smsai_…";
  box.password = true;
  box.ignoreFocusOut = true;
  const abort = new AbortController();

  const check = async (): Promise<GoodToken | undefined> => {
    const token = cleanToken(box.value);
    if (token === "") {
      box.validationMessage = vscode.l10n.t("Paste the token.");
      return undefined;
    }
    box.busy = true;
    box.enabled = false;
    try {
      return { token, profile: await session.check(baseUrl, token, abort.signal) };
    } catch (error) {
      if (!abort.signal.aborted) {
        notifier.record("smsForAi.signIn", error);
        box.validationMessage = errorText(error).message;
      }
      return undefined;
    } finally {
      box.busy = false;
      box.enabled = true;
    }
  };

  return new Promise<GoodToken | undefined>((resolve) => {
    box.onDidChangeValue((value) => {
      box.validationMessage = formMessage(cleanToken(value));
    });
    box.onDidAccept(async () => {
      const good = await check();
      if (good === undefined) return;
      resolve(good);
      box.hide();
    });
    box.onDidHide(() => {
      abort.abort();
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

function formMessage(token: string): vscode.InputBoxValidationMessage | string {
  if (token === "" || hasUsualForm(token)) return "";
  if (!isHeaderSafe(token))
    return vscode.l10n.t("A token has letters, digits, - and _ only. This one has others.");
  return {
    message: vscode.l10n.t("Tokens usually begin with smsai_. Press Enter to try this one all the same."),
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

function labelOf({ userName, email, tokenName }: Profile, baseUrl: string): string {
  const who = userName ?? email ?? new URL(baseUrl).host;
  return tokenName === undefined ? who : `${who} (${tokenName})`;
}

/** The window's account, if this is a new token of the same name and owner: it takes the old one's place. */
function replaceable({ session }: Parts, baseUrl: string, profile: Profile): string | undefined {
  const { state } = session;
  if (state.kind !== "signedIn" || state.account.baseUrl !== baseUrl) return undefined;
  const { email, tokenName } = state.account.owner;
  const same = email !== undefined && email === profile.email && tokenName === profile.tokenName;
  return same ? state.account.id : undefined;
}
