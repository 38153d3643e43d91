import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { root } from "../../host/paths.js";

/** What a process is told to do, once it is told to begin. */
export type Task =
  | { readonly kind: "create"; readonly folder: string; readonly name: string; readonly text: string }
  | { readonly kind: "claim"; readonly folder: string; readonly id: string; readonly until: number }
  | {
      readonly kind: "send";
      readonly folder: string;
      readonly baseUrl: string;
      readonly token: string;
      readonly to: string;
      readonly body: string;
    };

/** A process beside this one that waits for its sign. */
interface Worker {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  /** What it says of its task. */
  readonly result: Promise<unknown>;
}

/** Does tasks in as many processes, which begin together; gives what each of them says. */
export async function inProcesses(tasks: readonly Task[]): Promise<unknown[]> {
  const workers = tasks.map(start);
  try {
    await Promise.all(workers.map(({ ready }) => ready));
    for (const { child } of workers) child.send("begin");
    return await Promise.all(workers.map(({ result }) => result));
  } finally {
    for (const { child } of workers) child.kill();
  }
}

function start(task: Task): Worker {
  const child = fork(join(root, "out", "test", "unit", "support", "worker.js"), [JSON.stringify(task)]);
  const messages: unknown[] = [];
  const message = (count: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (messages.length >= count) resolve(messages[count - 1]);
      };
      child.on("message", look);
      child.on("error", reject);
      child.on("exit", (code) => {
        reject(new Error(`A process ended with ${code ?? "a signal"}`));
      });
    });
  child.on("message", (value) => messages.push(value));
  const worker = { child, ready: message(1), result: message(2) };
  worker.result.catch(() => undefined);
  return worker;
}
