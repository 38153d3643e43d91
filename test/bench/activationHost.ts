import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";

/** How an extension was activated. */
export interface Activation {
  readonly id: string;
  /** From the call until it was active. */
  readonly ms: number;
  /** CPU of the whole extension host in that time, user and system; ms. */
  readonly cpuMs: number;
  /** Whether the host was idle before. */
  readonly idle: boolean;
}

/**
 * What the extension host calls: activates extensions that nothing has activated yet, one after the other. The file
 * SMSFORAI_BENCH_ORDER has their ids, the file SMSFORAI_BENCH_RESULT gets what came of it.
 */
export async function run(): Promise<void> {
  const { SMSFORAI_BENCH_ORDER: order = "", SMSFORAI_BENCH_RESULT: result = "" } = process.env;
  const ids = JSON.parse(readFileSync(order, "utf8")) as readonly string[];
  const activations: Activation[] = [];
  for (const id of ids) activations.push(await activate(id));
  writeFileSync(result, JSON.stringify(activations));
}

async function activate(id: string): Promise<Activation> {
  const idle = await untilIdle();
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed.`);
  if (extension.isActive) throw new Error(`${id} is active already.`);
  const cpu = process.cpuUsage();
  const began = performance.now();
  await extension.activate();
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  return { id, ms: ended - began, cpuMs: (user + system) / 1000, idle };
}

/** Of timers, in ms: how often one is set, how late it may be in a quiet host, and how long all must be in time. */
const probe = { every: 10, late: 10, quiet: 1_000 };

/** ms after which a host that does not get quiet is taken as it is. */
const patience = 6_000;

/** Waits until the event loop has had nothing to do for a while; false if it was busy all the time. */
async function untilIdle(): Promise<boolean> {
  const deadline = performance.now() + patience;
  let quietSince = performance.now();
  for (let now = quietSince; now < deadline; now = performance.now()) {
    if (now - quietSince >= probe.quiet) return true;
    await delay(probe.every);
    const woken = performance.now();
    if (woken - now - probe.every > probe.late) quietSince = woken;
  }
  return false;
}
