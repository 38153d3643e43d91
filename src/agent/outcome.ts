import type { ApiError } from "../api/errors.js";
import type { Message, MicroUsd } from "../api/schemas.js";
import type { JournalError, PreflightError } from "../core/sending.js";
import type { AgentQuestion } from "./question.js";
import type { Refusal } from "./refusal.js";

/** How a person's yes to a send is had, as far as it is known before the tool runs. */
export type Prepared =
  /** There is nothing to ask: `send` will refuse too. */
  | { readonly consent: "refused"; readonly refusal: Refusal }
  /** By VS Code's own confirmation, which a person may have approved for good. */
  | { readonly consent: "confirmation"; readonly question: AgentQuestion }
  /** By a question that no chat mode can skip, which `send` asks: no confirmation before that. */
  | { readonly consent: "modal"; readonly question: AgentQuestion };

/** What became of an agent's text. */
export type AgentOutcome =
  | {
      readonly kind: "sent";
      readonly question: AgentQuestion;
      readonly message: Message;
      /** After the send, where the server tells it. */
      readonly balance: MicroUsd | undefined;
    }
  /** It may have been sent: never to be repeated without a person's yes. */
  | { readonly kind: "unknown"; readonly question: AgentQuestion; readonly error: ApiError }
  /** It was certainly not sent, though it had a yes. */
  | {
      readonly kind: "notSent";
      readonly question: AgentQuestion;
      readonly error: ApiError | PreflightError | JournalError;
    }
  /** It would have been requested now. */
  | { readonly kind: "dryRun"; readonly question: AgentQuestion }
  /** `question` as far as there was one. */
  | {
      readonly kind: "refused";
      readonly refusal: Refusal;
      readonly question?: AgentQuestion | undefined;
    };
