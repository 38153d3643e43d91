import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { SandboxBehavior } from "./behavior.js";

/** The command line is wrong; the message says how. */
export class CliUsageError extends Error {
  override readonly name = "CliUsageError";
}

/** What the command line asks for. */
export interface CliOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly behavior: Partial<SandboxBehavior>;
  readonly help: boolean;
}

/** The port that the extension uses too, so that an app finds either under the same address. 0 takes any free one. */
const DEFAULT_PORT = 8642;

const CHOICES = {
  "send-shape": ["flat", "nested"],
  "message-shape": ["flat", "sms", "data"],
  decimals: ["number", "string"],
  pagination: ["full", "meta", "links", "none"],
  "list-fields": ["full", "lean"],
} as const;

const flags = {
  port: { type: "string" },
  data: { type: "string" },
  help: { type: "boolean" },
  "send-shape": { type: "string" },
  "message-shape": { type: "string" },
  decimals: { type: "string" },
  pagination: { type: "string" },
  "list-fields": { type: "string" },
  "rate-limit-per-minute": { type: "string" },
  "rate-limit-per-day": { type: "string" },
  "starting-credits-usd": { type: "string" },
  "delivery-delay-ms": { type: "string" },
  "slow-answer-ms": { type: "string" },
  permissions: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

type Flag = keyof typeof flags;
type Given = Readonly<Partial<Record<Flag, string | boolean>>>;

/** Every flag and what it takes, a line each. */
export const USAGE = [
  "npm run sandbox -- [flags]",
  ...Object.keys(flags).map((flag) => {
    const choices = Object.entries(CHOICES).find(([name]) => name === flag)?.[1];
    return `  --${flag}${choices === undefined ? "" : ` ${choices.join("|")}`}`;
  }),
].join("\n");

/**
 * Reads the command line.
 * @param args the arguments after the program's own name
 * @throws CliUsageError
 */
export function readCliOptions(args: readonly string[]): CliOptions {
  const given = parseFlags(args);
  const port = numberOf(given, "port") ?? DEFAULT_PORT;
  if (!Number.isInteger(port) || port > 65_535) throw new CliUsageError("--port takes 0 to 65535");
  const permissions = textOf(given, "permissions");
  return {
    port,
    dataDir: textOf(given, "data") ?? join(".vscode-test", "sandbox"),
    help: given.help === true,
    behavior: withoutUndefined({
      sendShape: choiceOf(given, "send-shape"),
      messageShape: choiceOf(given, "message-shape"),
      decimals: choiceOf(given, "decimals"),
      pagination: choiceOf(given, "pagination"),
      listFields: choiceOf(given, "list-fields"),
      rateLimitPerMinute: numberOf(given, "rate-limit-per-minute"),
      rateLimitPerDay: numberOf(given, "rate-limit-per-day"),
      startingCreditsUsd: numberOf(given, "starting-credits-usd"),
      deliveryDelayMs: numberOf(given, "delivery-delay-ms"),
      slowAnswerMs: numberOf(given, "slow-answer-ms"),
      permissions: permissions?.split(",").filter((permission) => permission !== ""),
    }),
  };
}

function parseFlags(args: readonly string[]): Given {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: false }).values;
  } catch (error) {
    throw new CliUsageError(error instanceof Error ? error.message : String(error));
  }
}

function textOf(given: Given, flag: Flag): string | undefined {
  const value = given[flag];
  return typeof value === "string" ? value : undefined;
}

function numberOf(given: Given, flag: Flag): number | undefined {
  const text = textOf(given, flag);
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new CliUsageError(`--${flag} takes a number, not "${text}"`);
  return Number(text);
}

function choiceOf<Name extends keyof typeof CHOICES>(
  given: Given,
  flag: Name,
): (typeof CHOICES)[Name][number] | undefined {
  const text = textOf(given, flag);
  if (text === undefined) return undefined;
  const choices: readonly (typeof CHOICES)[Name][number][] = CHOICES[flag];
  const chosen = choices.find((choice) => choice === text);
  if (chosen === undefined) throw new CliUsageError(`--${flag} takes ${choices.join(" or ")}, not "${text}"`);
  return chosen;
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
