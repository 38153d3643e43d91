import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** What must not outlive this process: commands that run, and groups by the id of their leader. */
const commands = new Set<ChildProcess>();
const groups = new Set<number>();

process.on("exit", () => {
  for (const child of commands) child.kill();
  for (const pid of groups) signalGroup(pid, "SIGKILL");
});

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds; ten minutes unless told. */
  readonly timeout?: number;
}

/** Runs a command to its end and gives its output; throws with the last lines when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, timeout = 600_000 }: RunOptions,
): Promise<string> {
  // Windows runs a batch file by its shell alone, which takes the line apart at spaces.
  const shell = command.endsWith(".cmd");
  const line = [command, ...args].map((part) => (shell ? `"${part}"` : part));
  const child = spawn(line[0] ?? command, line.slice(1), {
    cwd,
    env: env ?? cleanEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    shell,
    timeout,
  });
  commands.add(child);
  let output = "";
  const collect = (data: Buffer): void => {
    output += data.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  commands.delete(child);
  if (code !== 0) {
    const how = signal ?? `exit code ${code ?? "unknown"}`;
    throw new Error(`${basename(command)} ${args.join(" ")} failed (${how}):\n${lastLines(output)}`);
  }
  return output;
}

/** Runs npm in a folder, quietly; the npm that runs us if one does. */
export async function npm(args: readonly string[], cwd: string): Promise<void> {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && basename(cli) === "npm-cli.js") {
    await run(process.execPath, [cli, ...args], { cwd });
  } else {
    await run(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd });
  }
}

/** Our environment without what an npm script or a surrounding VS Code adds to it for its own children. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const foreign = /^(npm_(package|lifecycle|config_local_prefix)|VSCODE_|CODE_SERVER_|ELECTRON_RUN_AS_NODE)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), ...extra };
}

/** A process with all its descendants, as started by {@link startGroup}. */
export interface Group {
  readonly child: ChildProcess;
  /** Settles when the leader has ended, or could not be started. */
  readonly ended: Promise<void>;
  /** The last lines that the group has written. */
  tail(): string;
  /** Asks the group to end, forces it after five seconds, and waits until none of it is left. */
  stop(): Promise<void>;
}

/** Starts a command in a process group of its own, its output in a log file. */
export function startGroup(
  command: string,
  args: readonly string[],
  { cwd, env, log }: { cwd: string; env: NodeJS.ProcessEnv; log: string },
): Group {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, "a");
  const detached = process.platform !== "win32";
  const child = spawn(command, args, { cwd, env, detached, stdio: ["ignore", file, file] });
  closeSync(file);
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  return {
    child,
    ended: once(child, "exit").then(ignore, ignore),
    tail: () => lastLines(readFileSync(log, "utf8")),
    stop: async () => {
      if (pid === undefined || !groups.has(pid)) return;
      signalGroup(pid, "SIGTERM");
      const deadline = Date.now() + 5_000;
      while (signalGroup(pid, 0)) {
        if (Date.now() > deadline) signalGroup(pid, "SIGKILL");
        await delay(20);
      }
      groups.delete(pid);
    },
  };
}

/** A TCP port on the loopback interface: the preferred one if it is free, else any. */
export async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  server.listen(preferred, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (preferred === 0) throw error;
    return freePort();
  }
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** The end of a long output, for an error message. */
export function lastLines(output: string, count = 40): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}

/** Sends a signal to a group; false when nothing of it is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
    return true;
  } catch {
    return false;
  }
}

function ignore(): void {
  // Somebody else reports it.
}
