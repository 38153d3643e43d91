import { spawn } from "node:child_process";
import type { Sandbox } from "./sandbox.js";

/** Runs a program and gives what it wrote; it must succeed. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = "",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env } });
    let output = "";
    let errors = "";
    child.stdout.on("data", (piece: Buffer) => (output += piece.toString()));
    child.stderr.on("data", (piece: Buffer) => (errors += piece.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ended with ${code ?? "a signal"}: ${errors}${output}`));
    });
    // A program that reads nothing may end before it is given anything.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Whether there is curl on this machine; nothing but Node is promised. */
export async function hasCurl(): Promise<boolean> {
  return runProgram("curl", ["--version"], {}).then(
    () => true,
    () => false,
  );
}

/** Sends a text to the sandbox as an app under development does: by curl, where there is one. */
export async function sendByCurl(sandbox: Sandbox, to: string, body: string): Promise<void> {
  if (!(await hasCurl())) {
    await sandbox.send(to, body);
    return;
  }
  const headers = [
    `Authorization: Bearer ${sandbox.token}`,
    "Accept: application/json",
    "Content-Type: application/json",
  ];
  await runProgram(
    "curl",
    [
      "--fail",
      "--silent",
      "--show-error",
      ...headers.flatMap((header) => ["--header", header]),
      "--data",
      JSON.stringify({ to, body }),
      `${sandbox.baseUrl}/sms/send`,
    ],
    {},
  );
}
