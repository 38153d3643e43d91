import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchWorkbench, type LaunchedWorkbench } from "../host/e2e.js";
import { root } from "../host/paths.js";
import { freePort } from "../host/processes.js";
import { balanceText, logEverything, signIn } from "./support/flows.js";
import { mcpRequests, serveMcp } from "./support/mcpEndpoint.js";
import { mcpOutput, startMcpServer, WITH_AI } from "./support/mcpServers.js";
import { OtherServer } from "./support/otherServer.js";
import { placesOf } from "./support/search.js";
import { settingsWith } from "./support/sms.js";

const TOKEN = `smsai_other_${randomBytes(12).toString("hex")}`;
/** What the control gives away. */
const LEAK = `leak_${randomBytes(12).toString("hex")}`;

describe("the token of an MCP server", function () {
  this.bail(true);
  let workbench: LaunchedWorkbench;
  let other: OtherServer;

  before(async () => {
    const tokens = new Map([[TOKEN, "Editor"]]);
    other = await OtherServer.start("/api/v1", tokens);
    serveMcp(other, tokens);
    workbench = await launchWorkbench({
      settings: settingsWith(await freePort(), { ...WITH_AI, "smsForAi.mcp.hostedServer": true }),
      beside: [join(root, "test", "e2e", "leakyProvider")],
      keepsProfile: true,
      env: { SMSFORAI_TEST_LEAK: LEAK },
    });
    await logEverything(workbench);
  });
  after(async () => {
    await workbench.close();
    await other.stop();
  });

  it("is in one header of each request, and in nothing else that is sent", async () => {
    await signIn(workbench, other.baseUrl, TOKEN);
    await startMcpServer(workbench, `SMS for AI at ${other.host}`);
    await mcpOutput(workbench, /Discovered 3 tools/);
    const requests = mcpRequests(other);
    assert.ok(requests.length >= 3);
    for (const { path, headers, body } of requests) {
      const { authorization, ...rest } = headers;
      assert.equal(authorization, `Bearer ${TOKEN}`);
      assert.ok(!JSON.stringify([path, rest, body]).includes(TOKEN));
    }
  });

  it("would be found if it were listed: the search finds the control's secret, where VS Code keeps both lists", async () => {
    // By the command, which lets VS Code write all that it keeps first.
    const reloaded = workbench.page.waitForEvent("domcontentloaded");
    await workbench.runCommand("Developer: Reload Window");
    await reloaded;
    await balanceText(workbench, other.host);
    const places = await workbench.until(
      "the lists are kept",
      () => placesOf(workbench, LEAK),
      (found) => found.some((place) => place.startsWith("indexedDB/")),
      45_000,
    );
    const kept = places.find((place) => place.startsWith("indexedDB/")) ?? "";
    assert.match(kept, /mcp\.extCachedServers$/);
    assert.ok(places.some((place) => place.startsWith("beside the data: profile")));
    assert.ok((await placesOf(workbench, `SMS for AI at ${other.host}`)).includes(kept));
  });

  it("would be found wherever else it is put, and in whatever encoding", async () => {
    const probe = `probe_${randomBytes(12).toString("hex")}`;
    const files = [workbench.server.dataFolder, workbench.scratch].map((folder) => join(folder, "probe.bin"));
    for (const file of files) writeFileSync(file, Buffer.from(`x${probe}`, "utf16le"));
    await workbench.page.evaluate(`(async (probe) => {
      localStorage.setItem("probe", "x" + probe);
      sessionStorage.setItem("probe" + probe, "");
      const wide = Uint8Array.from("x" + probe, (character) => character.charCodeAt(0));
      const opening = indexedDB.open("probe");
      opening.onupgradeneeded = () => opening.result.createObjectStore("probe");
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const writing = opening.result.transaction("probe", "readwrite");
      const store = writing.objectStore("probe");
      store.put(new TextEncoder().encode("x" + probe), "narrow");
      store.put(new Uint8Array([1, ...[...wide].flatMap((byte) => [byte, 0])]), "wide");
      store.put({ deep: [new Map([["key", probe]])] }, "deep");
      await new Promise((resolve) => (writing.oncomplete = resolve));
      opening.result.close();
    })(${JSON.stringify(probe)})`);
    const places = await placesOf(workbench, probe);
    for (const expected of [
      "data: probe.bin",
      "beside the data: probe.bin",
      "localStorage/probe",
      `sessionStorage/probe${probe}`,
      "indexedDB/probe/probe/narrow",
      "indexedDB/probe/probe/wide",
      "indexedDB/probe/probe/deep",
    ]) {
      assert.ok(places.includes(expected), `${expected} is not among\n${places.join("\n")}`);
    }
    for (const file of files) rmSync(file);
  });

  it("is nowhere in the server's data, the browser's profile, IndexedDB and localStorage", async () => {
    assert.deepEqual(await placesOf(workbench, TOKEN), []);
  });
});
