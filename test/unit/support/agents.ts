import { Activity } from "../../../src/agent/activity.js";
import { AgentSender } from "../../../src/agent/agentSender.js";
import type { AgentOutcome } from "../../../src/agent/outcome.js";
import type { Policy } from "../../../src/agent/policy.js";
import type { AgentAnswer, AgentQuestion } from "../../../src/agent/question.js";
import { Balance } from "../../../src/core/balance.js";
import type { FileStore } from "../../../src/core/fileStore.js";
import type { Outbox } from "../../../src/core/outbox.js";
import { Prices } from "../../../src/core/prices.js";
import { outboxOver, temporaryFiles } from "./journal.js";
import { startSandbox, type TestSandbox } from "./sandbox.js";
import { Machine, signIn, type Window } from "./windows.js";

/** The policy of the settings' defaults. */
export const POLICY: Policy = {
  allowedRecipients: [],
  maxMessagesPerSession: 5,
  maxMessagesPerDay: 20,
  maxCostPerDay: 1_000_000,
  maxSegments: 3,
  quietHours: "",
  dryRun: false,
};

/** A window with an agent in it. */
export interface AgentWindow {
  readonly window: Window;
  readonly sender: AgentSender;
  readonly outbox: Outbox;
  readonly activity: Activity;
  /** What a person was asked in the modal. */
  readonly asked: AgentQuestion[];
  /** What the person answers. */
  answer: (question: AgentQuestion, signal: AbortSignal) => Promise<AgentAnswer>;
  policy: Policy;
  /** What VS Code does with a call: `prepare`, its own confirmation with a yes, `send`. */
  call(input: unknown, signal?: AbortSignal): Promise<AgentOutcome>;
  dispose(): void;
}

/** Opens a window over files that others may share; the person says yes to everything. */
export function openAgentWindow(
  files: FileStore,
  {
    policy,
    window = new Machine().open(),
    patience,
  }: { policy?: Partial<Policy> | undefined; window?: Window; patience?: number } = {},
): AgentWindow {
  const { session } = window;
  const { outbox } = outboxOver(files);
  const prices = new Prices(session);
  const balance = new Balance(session);
  const activity = new Activity(() => Promise.resolve(files));
  const opened: AgentWindow = {
    window,
    outbox,
    activity,
    sender: new AgentSender({
      session,
      outbox,
      prices,
      balance,
      patience,
      policy: () => opened.policy,
      ask: (question, signal) => {
        opened.asked.push(question);
        return opened.answer(question, signal);
      },
      activity,
    }),
    asked: [],
    answer: () => Promise.resolve("send"),
    policy: { ...POLICY, ...policy },
    call: async (input, signal) => {
      await opened.sender.prepare(input, signal);
      return opened.sender.send(input, { signal, tool: "test" });
    },
    dispose: () => {
      outbox.dispose();
      prices.dispose();
      balance.dispose();
      window.dispose();
    },
  };
  return opened;
}

/** What became of a call, in a word or a code. */
export function wordOf(outcome: AgentOutcome): string {
  if (outcome.kind !== "refused") return outcome.kind;
  const { refusal } = outcome;
  return refusal.code === "limit" ? `limit.${refusal.of}` : refusal.code;
}

/** What a suite about agents has: a sandbox, and windows that share files. */
export interface Agents {
  readonly folder: () => string;
  readonly sandbox: () => TestSandbox;
  /** A window at the sandbox as a server by URL, which counts as paid. */
  readonly open: (policy?: Partial<Policy>) => Promise<AgentWindow>;
  /** A window at the sandbox itself, which costs nothing. */
  readonly openSandbox: () => Promise<AgentWindow>;
  /** Takes a window to another account of the same server. */
  readonly leave: (agent: AgentWindow) => Promise<void>;
}

/** A sandbox and files for each test of a suite, removed behind it. */
export function useAgents(cleanup: (undo: () => unknown) => void): Agents {
  let folder: string;
  let files: FileStore;
  let sandbox: TestSandbox;
  beforeEach(async () => {
    ({ folder, files } = await temporaryFiles(cleanup));
    sandbox = await startSandbox();
    cleanup(() => sandbox.close());
  });
  const openOver = (options: Parameters<typeof openAgentWindow>[1]): AgentWindow => {
    const opened = openAgentWindow(files, options);
    cleanup(() => {
      opened.dispose();
    });
    return opened;
  };
  return {
    folder: () => folder,
    sandbox: () => sandbox,
    open: async (policy) => {
      const opened = openOver({ policy });
      await signIn(opened.window, sandbox.baseUrl, sandbox.token);
      return opened;
    },
    openSandbox: async () => {
      const opened = openOver({ window: new Machine().open(sandbox.access) });
      await opened.window.session.useSandbox("Sandbox");
      return opened;
    },
    leave: async ({ window }) => {
      await signIn(window, sandbox.baseUrl.replace("127.0.0.1", "localhost"), sandbox.token);
    },
  };
}
