import * as vscode from "vscode";
import type { PauseReason } from "../../core/bulk/outcomes.js";
import type { RunProgress } from "../../core/bulk/run.js";
import { formatUsd } from "../../sms/cost.js";

/** `25 of 1000 · $0.12 so far · about 3 min left` */
export function progressText(progress: RunProgress): string {
  const { total, sent, failed, unknown, cost, waitsUntil } = progress;
  const done = sent + failed + unknown;
  return [
    vscode.l10n.t("{0} of {1}", done, total),
    ...(failed === 0 ? [] : [vscode.l10n.t("{0} not sent", failed)]),
    ...(unknown === 0 ? [] : [vscode.l10n.t("{0} may have been sent", unknown)]),
    vscode.l10n.t("{0} so far", formatUsd(cost)),
    ...(waitsUntil > 0
      ? [
          vscode.l10n.t(
            "the server's limit is used up, goes on at {0}",
            new Date(waitsUntil).toLocaleTimeString(vscode.env.language),
          ),
        ]
      : timeLeft(progress, total - done)),
  ].join(" · ");
}

function timeLeft({ finishedHere, startedAt }: RunProgress, left: number): string[] {
  if (finishedHere < 5 || left === 0) return [];
  const seconds = Math.ceil((((Date.now() - startedAt) / finishedHere) * left) / 1000);
  return [
    seconds < 90
      ? vscode.l10n.t("about {0} s left", seconds)
      : vscode.l10n.t("about {0} min left", Math.ceil(seconds / 60)),
  ];
}

/** What is said while those under way come to their end. */
export function waitingText(): string {
  return vscode.l10n.t(
    "Waiting for the texts under way. Cancel to leave them: they may have been sent then.",
  );
}

/** Why a run pauses, before the error's own words. */
export function pauseText(reason: PauseReason): string {
  switch (reason) {
    case "credits":
      return vscode.l10n.t("Paused: the credits are used up.");
    case "unauthorized":
      return vscode.l10n.t("Paused: the account's token does not work.");
    case "forbidden":
      return vscode.l10n.t("Paused: the server does not allow more.");
    case "offline":
      return vscode.l10n.t("Paused: the server cannot be reached.");
    case "rateLimited":
      return vscode.l10n.t("Paused: the server's limit is used up for a long time.");
    case "journal":
      return vscode.l10n.t("Paused: what is sent cannot be written down on this machine.");
    case "failures":
      return vscode.l10n.t("Paused: several texts in a row went wrong.");
    case "takenOver":
      return vscode.l10n.t("Another window goes on with this.");
  }
}

/** `25 sent · 1 not sent · 2 may have been sent · $0.20` */
export function totalText({ sent, failed, unknown, cost, total }: RunProgress): string {
  const left = total - sent - failed - unknown;
  return [
    vscode.l10n.t("{0} sent", sent),
    ...(failed === 0 ? [] : [vscode.l10n.t("{0} not sent", failed)]),
    ...(unknown === 0 ? [] : [vscode.l10n.t("{0} may have been sent", unknown)]),
    ...(left === 0 ? [] : [vscode.l10n.t("{0} left", left)]),
    formatUsd(cost),
  ].join(" · ");
}
