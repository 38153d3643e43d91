import { launchWorkbench, type LaunchedWorkbench } from "../../host/e2e.js";
import { freePort } from "../../host/processes.js";
import { OtherServer } from "./otherServer.js";
import { settingsWith } from "./sms.js";

/** A workbench, a server to sign in to, and one that must never be asked. */
export interface TwoServers {
  readonly workbench: LaunchedWorkbench;
  readonly other: OtherServer;
  readonly foreign: OtherServer;
  close(): Promise<void>;
}

/**
 * Starts all three.
 * @param tokens the tokens that both servers take, with their names
 * @param statuses of the messages that the first server has, the oldest first
 */
export async function launchBesideServers(
  prefix: string,
  tokens: ReadonlyMap<string, string>,
  statuses: readonly string[],
): Promise<TwoServers> {
  const other = await OtherServer.start(prefix, tokens);
  const foreign = await OtherServer.start(prefix, tokens);
  for (const [index, status] of statuses.entries()) {
    other.seed({ to: `+447700900${101 + index}`, body: `Seed number ${index + 1}`, status });
  }
  const workbench = await launchWorkbench({ settings: settingsWith(await freePort()) });
  return {
    workbench,
    other,
    foreign,
    close: async () => {
      await workbench.close();
      await other.stop();
      await foreign.stop();
    },
  };
}
