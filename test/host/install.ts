import { join } from "node:path";
import { cacheFolder } from "./paths.js";
import { installDependencies, installOnce, installPackages } from "./installOnce.js";
import { writeLogWriter } from "./logWriter.js";

/** A VS Code as npm has it: inside a code-server release, with the Node major that release wants. */
interface Release {
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: number;
}

/** The newest release first; the last is the floor (`engines.vscode`). */
const releases: readonly [Release, ...Release[]] = [
  { vscode: "1.139.1", codeServer: "4.139.1", node: 24 },
  { vscode: "1.110.0", codeServer: "4.110.0", node: 22 },
];

/** An installed VS Code server. */
export interface ServerInstall {
  /** The VS Code version, e.g. "1.139.1". */
  readonly vscode: string;
  /** The Node that runs it. */
  readonly node: string;
  /** code-server's own front: a person's VS Code in the browser, with its command line. */
  readonly front: string;
  /** The VS Code server inside, without a front. */
  readonly inner: string;
}

/**
 * Installs a VS Code server from npm, once, in the cache folder.
 *
 * Its dependencies are installed without their scripts: a native build takes minutes and downloads, and what it
 * would give (terminal, log file writer) the tests do not need, or have from us.
 * @param version the beginning of a VS Code version, such as "1.110"; the newest when left out
 */
export async function ensureServer(version = ""): Promise<ServerInstall> {
  const release = releases.find(({ vscode }) => vscode === version || vscode.startsWith(`${version}.`));
  const { vscode, codeServer, node } = version === "" ? releases[0] : (release ?? unknownVersion(version));
  const nodePackage = nodePackageHere();
  const folder = join(cacheFolder, `server-${vscode}`);
  const server = join(folder, "node_modules", "code-server");
  const inner = join(server, "lib", "vscode");
  await installOnce(folder, `VS Code server ${vscode}`, async () => {
    await installPackages(folder, [`code-server@${codeServer}`, `${nodePackage}@${node}`]);
    await installDependencies(inner);
    await installDependencies(join(inner, "extensions"));
  });
  writeLogWriter(inner);
  return {
    vscode,
    node: join(folder, "node_modules", nodePackage, "bin", "node"),
    front: join(server, "out", "node", "entry.js"),
    inner: join(inner, "out", "server-main.js"),
  };
}

/** Whether this machine can run a VS Code server. */
export function canRunServer(): boolean {
  return process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
}

function nodePackageHere(): string {
  if (!canRunServer()) {
    throw new Error(
      `A VS Code server from npm wants Linux on x64 or arm64, not ${process.platform} on ${process.arch}.`,
    );
  }
  return `node-linux-${process.arch}`;
}

function unknownVersion(version: string): never {
  const known = releases.map(({ vscode }) => vscode).join(", ");
  throw new Error(`VS Code ${version} is not among the servers known here: ${known}.`);
}
