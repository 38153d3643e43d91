import * as vscode from "vscode";
import { ApiError } from "../api/errors.js";
import { AccountGoneError } from "../core/accounts.js";
import { DuplicateError, JournalError, PreflightError } from "../core/sending.js";
import { SecretsError } from "../core/secrets.js";
import { SandboxMovedError } from "../core/session.js";
import { visibleLine } from "../sms/visibleText.js";
import type { CommandId } from "./commandIds.js";
import { NotSignedInError } from "./errorCode.js";

/** A way on that a message offers. */
export interface NextStep {
  readonly title: string;
  readonly command: CommandId | "workbench.action.openSettings";
  readonly argument?: unknown;
}

/** An error for people: what happened, and where to go from here. */
export interface ErrorText {
  readonly message: string;
  readonly steps: readonly NextStep[];
  /** Asking once more may help. */
  readonly retry: boolean;
}

/** What an error means to a person. */
export function errorText(error: unknown): ErrorText {
  if (error instanceof ApiError) return apiErrorText(error);
  if (error instanceof NotSignedInError) {
    return told(vscode.l10n.t("You are not signed in."), signInStep(), sandboxStep());
  }
  if (error instanceof AccountGoneError) {
    return told(vscode.l10n.t("This account was signed out."), {
      title: vscode.l10n.t("Switch Account"),
      command: "smsForAi.switchAccount",
    });
  }
  if (error instanceof SecretsError) return { ...told(secretsText(error)), retry: true };
  if (error instanceof PreflightError) return told(preflightText(error));
  if (error instanceof JournalError) return told(journalText(error), logStep());
  if (error instanceof DuplicateError) {
    return told(vscode.l10n.t("The same text went to this number a short time ago."));
  }
  if (error instanceof SandboxMovedError) {
    return { ...told(vscode.l10n.t("The sandbox has moved to another port.")), retry: true };
  }
  if (isPortTaken(error)) {
    return told(
      vscode.l10n.t(
        "Port {0} is used by another program, so the sandbox cannot listen there. No token was sent to it.",
        error.port,
      ),
      {
        title: vscode.l10n.t("Change Port"),
        command: "workbench.action.openSettings",
        argument: "smsForAi.sandbox.port",
      },
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return told(vscode.l10n.t("Something went wrong: {0}", foreignText(message)), logStep());
}

/**
 * Words from outside, for a notification: on one line, nothing hidden, and without the `[…](…)` that
 * notifications turn into links and commands.
 */
export function foreignText(text: string): string {
  return visibleLine(text).replaceAll("](", "] (");
}

function apiErrorText(error: ApiError): ErrorText {
  const reason = error.reason === undefined ? "" : foreignText(error.reason);
  const detail = error.detail === undefined ? "" : ` (${foreignText(error.detail)})`;
  const again = (message: string): ErrorText => ({ ...told(message), retry: true });
  switch (error.kind) {
    case "unauthorized":
      return told(
        vscode.l10n.t("The server did not accept the token. It may be wrong or revoked."),
        signInStep(),
      );
    case "insufficientCredits":
      return told(vscode.l10n.t("There are not enough credits for this."), {
        title: vscode.l10n.t("Show Balance"),
        command: "smsForAi.showBalance",
      });
    case "forbidden":
      return told(
        reason === ""
          ? vscode.l10n.t("The server does not allow this.")
          : vscode.l10n.t("The server does not allow this: {0}", reason),
      );
    case "validation":
      return told(vscode.l10n.t("The server found fault with it: {0}", fieldText(error)));
    case "rateLimited":
      return again(rateLimitText(error));
    case "notFound":
      return told(vscode.l10n.t("The server does not know this (HTTP 404). {0}", reason).trim());
    case "rejected":
      return told(
        vscode.l10n.t("The server refused the request (HTTP {0}). {1}", error.status ?? "", reason).trim(),
        logStep(),
      );
    case "server":
      return again(
        vscode.l10n.t("The service had a failure (HTTP {0}). {1}", error.status ?? "", reason).trim(),
      );
    case "redirected":
      return told(
        vscode.l10n.t(
          "The server answered with a redirect. It is not followed, since the token would go along. Check the address of the account.",
        ),
      );
    case "offline":
      return again(
        vscode.l10n.t(
          "The server could not be reached{0}. Check the network and the proxy settings.",
          detail,
        ),
      );
    case "connectionLost":
      return again(vscode.l10n.t("The connection to the server was cut{0}.", detail));
    case "timeout":
      return again(vscode.l10n.t("The server did not answer in time."));
    case "cancelled":
      return told(vscode.l10n.t("It was cancelled."));
    case "notUnderstood":
      return told(
        vscode.l10n.t(
          "The answer is not what the SMS for AI API promises. Check the address of the account.",
        ),
        logStep(),
      );
    case "invalidToken":
      return told(
        vscode.l10n.t("The token has characters that cannot be sent. Copy it once more from the console."),
        signInStep(),
      );
    case "noToken":
      return errorText(error.cause);
  }
}

function told(message: string, ...steps: NextStep[]): ErrorText {
  return { message, steps, retry: false };
}

function fieldText(error: ApiError): string {
  const fields = Object.entries(error.fieldErrors).map(([field, texts]) => `${field}: ${texts.join(" ")}`);
  return foreignText(fields.length > 0 ? fields.join(" · ") : (error.reason ?? "HTTP 422"));
}

function rateLimitText({ retryAt, reason }: ApiError): string {
  const limit = reason === undefined ? "" : ` ${foreignText(reason)}`;
  if (retryAt === undefined) return vscode.l10n.t("Too many requests for now.{0}", limit);
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  const time = new Date(retryAt).toLocaleTimeString(vscode.env.language);
  return vscode.l10n.t("Too many requests for now.{0} Try again in {1} s, at {2}.", limit, seconds, time);
}

function secretsText({ kind }: SecretsError): string {
  return kind === "timeout"
    ? vscode.l10n.t(
        "VS Code's secret storage did not answer within 10 seconds. Is the system's keyring locked?",
      )
    : vscode.l10n.t("VS Code's secret storage refused. Tokens are kept nowhere else, so this cannot go on.");
}

function journalText({ cause }: JournalError): string {
  const why = cause instanceof Error ? foreignText(cause.message) : "";
  return vscode.l10n.t(
    "Every send is written down first, and the disk refused: {0} Make room, or make the folder writable.",
    why,
  );
}

function preflightText({ problem }: PreflightError): string {
  switch (problem) {
    case "badNumber":
      return vscode.l10n.t("The number is not in international form, such as +1 202 555 0100.");
    case "emptyText":
      return vscode.l10n.t("The text is empty.");
    case "textTooLong":
      return vscode.l10n.t("The text is longer than 1600 characters.");
  }
}

/** The sandbox's class is loaded on demand only, so it is known by its name here. */
function isPortTaken(error: unknown): error is { port: number } {
  return error instanceof Error && error.name === "SandboxPortTakenError" && "port" in error;
}

function signInStep(): NextStep {
  return { title: vscode.l10n.t("Sign In"), command: "smsForAi.signIn" };
}

function sandboxStep(): NextStep {
  return { title: vscode.l10n.t("Try the Sandbox"), command: "smsForAi.trySandbox" };
}

function logStep(): NextStep {
  return { title: vscode.l10n.t("Show Log"), command: "smsForAi.showLog" };
}
