import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureServer } from "./install.js";
import { cacheFolder, root } from "./paths.js";
import { cleanEnvironment, npm, run } from "./processes.js";
import { frontArguments } from "./server.js";

/** Makes the VSIX as `npm run package` does, and gives its path. */
export async function packageVsix(): Promise<string> {
  const vsix = join(cacheFolder, "sms-for-ai.vsix");
  mkdirSync(cacheFolder, { recursive: true });
  await npm(["run", "package", "--", "--out", vsix], root);
  return vsix;
}

/** Installs a VSIX into an extensions folder as a person does on the command line. */
export async function installVsix(
  version: string | undefined,
  vsix: string,
  extensionsFolder: string,
): Promise<void> {
  const install = await ensureServer(version);
  const scratch = mkdtempSync(join(tmpdir(), "sms-for-ai-"));
  try {
    writeFileSync(join(scratch, "config.yaml"), "auth: none\n");
    const args = frontArguments(install, scratch, join(scratch, "data"), extensionsFolder);
    await run(install.node, [...args, "--install-extension", vsix, "--force"], {
      cwd: root,
      env: cleanEnvironment(),
      timeout: 60_000,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
