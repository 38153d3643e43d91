import process from "node:process";
import { CliUsageError, readCliOptions, USAGE, type CliOptions } from "./cliOptions.js";
import { mcpUrlOf } from "./loopback.js";
import { MAGIC_RECIPIENTS } from "./magic.js";
import { PortInUseError, startSandboxServer } from "./server.js";
import { readOrCreateToken } from "./token.js";

/** Runs the sandbox on its own until Ctrl+C. */
async function main(): Promise<void> {
  const options = readCliOptions(process.argv.slice(2));
  if (options.help) print(process.stdout, USAGE);
  else await run(options);
}

async function run({ port, dataDir, behavior }: CliOptions): Promise<void> {
  const token = await readOrCreateToken(dataDir);
  const server = await startSandboxServer({
    port,
    dataDir,
    token,
    behavior,
    log: (line) => {
      print(process.stderr, line);
    },
  });
  const width = Math.max(...MAGIC_RECIPIENTS.map(({ number }) => number.length));
  print(process.stdout, `SMSFORAI_BASE_URL=${server.baseUrl}`);
  print(process.stdout, `SMSFORAI_MCP_URL=${mcpUrlOf(server.port)}`);
  print(process.stdout, `SMSFORAI_TOKEN=${token}`);
  for (const { number, meaning } of MAGIC_RECIPIENTS) {
    print(process.stdout, `# ${number.padEnd(width)}  ${meaning}`);
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server.close().catch(fail);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function print(stream: NodeJS.WritableStream, line: string): void {
  stream.write(`${line}\n`);
}

function fail(error: unknown): void {
  if (error instanceof CliUsageError) {
    print(process.stderr, `${error.message}\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const reason =
    error instanceof PortInUseError
      ? `Port ${error.port} is in use: name another with --port.`
      : `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`;
  print(process.stderr, reason);
  process.exitCode = 1;
}

main().catch(fail);
