import { parseArgs } from "node:util";

/** What the runners take on their command lines; each can be given in the environment too. */
export interface RunnerArguments {
  /** `--vscode 1.110` or SMSFORAI_TEST_VERSION: the beginning of a VS Code version; the newest when left out. */
  readonly version: string | undefined;
  /** `--grep text` or SMSFORAI_TEST_GREP: only tests whose title matches. */
  readonly grep: string | undefined;
}

/** Reads the command line of a runner; throws on what it does not know. */
export function runnerArguments(): RunnerArguments {
  const { values } = parseArgs({
    options: {
      vscode: { type: "string", default: process.env.SMSFORAI_TEST_VERSION ?? "" },
      grep: { type: "string", default: process.env.SMSFORAI_TEST_GREP ?? "" },
    },
  });
  return { version: values.vscode || undefined, grep: values.grep || undefined };
}
