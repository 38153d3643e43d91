import assert from "node:assert/strict";
import type { FileStore } from "../../../src/core/fileStore.js";
import { openAgentWindow, wordOf, type AgentWindow } from "../support/agents.js";
import { json, silence, startServer, type Answer } from "../support/httpServer.js";
import { temporaryFiles } from "../support/journal.js";
import { AU_NUMBER, GB_NUMBER, newToken } from "../support/values.js";
import { until, useCleanup } from "../support/waiting.js";
import { Machine, signIn } from "../support/windows.js";

const COUNTRIES = json([{ country_code: "GB", country_name: "UK", dial_code: "+44", price_usd: "0.5" }]);

describe("what an agent's send is judged by", () => {
  const cleanup = useCleanup();
  let files: FileStore;
  beforeEach(async () => {
    ({ files } = await temporaryFiles(cleanup));
  });

  /** A window at a server that tells prices and balance as it is told, and takes texts. */
  const open = async (countries: Answer, balance: Answer, patience = 50): Promise<AgentWindow> => {
    const server = await startServer((response, request) => {
      if (request.path.endsWith("/countries")) countries(response, request);
      else if (request.path.endsWith("/balance")) balance(response, request);
      else json(request.method === "POST" ? { id: 7 } : { data: [] })(response, request);
    });
    cleanup(() => server.close());
    const agent = openAgentWindow(files, { window: new Machine().open(), patience });
    cleanup(() => {
      agent.dispose();
    });
    await signIn(agent.window, server.baseUrl, newToken());
    return agent;
  };
  const input = { to: GB_NUMBER, text: "Hello" };

  it("is no balance, where that does not come in time", async () => {
    const agent = await open(COUNTRIES, silence);
    assert.equal((await agent.call(input)).kind, "sent");
    const [question] = agent.asked;
    assert.deepEqual([question?.cost, question?.balance, question?.unsure], [500_000, undefined, false]);
  });

  it("is a price: without one in time nothing is sent that costs money", async () => {
    const agent = await open(silence, json({ credits_usd: 5 }));
    assert.equal(wordOf(await agent.call(input)), "priceUnknown");
  });

  it("is not asked for by each of hundreds of calls where the server refuses to tell", async () => {
    let requests = 0;
    const refuse: Answer = (response, request) => {
      requests++;
      json({ message: "no" }, 403)(response, request);
    };
    const agent = await open(refuse, refuse, 1000);
    for (let count = 0; count < 100; count++)
      assert.equal(wordOf(await agent.call({ ...input, text: `Text ${count}` })), "priceUnknown");
    assert.equal(requests, 10);
  });

  it("is a price of the recipient's country", async () => {
    const agent = await open(COUNTRIES, json({ credits_usd: 5 }));
    assert.equal(wordOf(await agent.call({ ...input, to: AU_NUMBER })), "priceUnknown");
  });

  it("is no price below nothing, which would make room for more", async () => {
    const below = { country_code: "GB", country_name: "UK", dial_code: "+44", price_usd: "-0.5" };
    const agent = await open(json([below]), json({ credits_usd: 5 }));
    assert.equal(wordOf(await agent.call(input)), "priceUnknown");
    assert.equal(agent.asked.length, 0);
  });

  it("is a balance that may be too short", async () => {
    const agent = await open(COUNTRIES, json({ credits_usd: "0.499999" }));
    await agent.call(input);
    assert.deepEqual(agent.asked[0]?.warnings, [{ kind: "balanceShort" }]);
  });

  it("is a text that plain characters would make cheaper", async () => {
    const agent = await open(COUNTRIES, json({ credits_usd: 5 }));
    const prepared = await agent.sender.prepare({ ...input, text: `“${"a".repeat(80)}”` });
    assert.ok(prepared.consent === "modal");
    assert.deepEqual(
      prepared.question.warnings.map((warning) => [
        warning.kind,
        warning.kind === "plainSaving" && warning.saving.plainSegments,
      ]),
      [["plainSaving", 1]],
    );
  });

  it("is nothing of another account that the window goes to meanwhile", async () => {
    let isAsked = false;
    const never: Answer = () => {
      isAsked = true;
    };
    const agent = await open(never, silence, 5000);
    const call = agent.sender.send(input, { tool: "test" });
    await until(() => isAsked);
    await signIn(agent.window, "http://127.0.0.1:9/api/v1", newToken());
    assert.equal(wordOf(await call), "accountChanged");
    assert.equal(agent.asked.length, 0);
  });

  it("is the journal: what cannot be read allows nothing", async () => {
    const agent = await open(COUNTRIES, json({ credits_usd: 5 }));
    const read = files.read.bind(files);
    files.read = (name) =>
      name.startsWith("outbox") ? Promise.reject(new Error("the disk is gone")) : read(name);
    await files.writeAtomic("outbox/some.json", "{}");
    assert.equal(wordOf(await agent.call(input)), "journalUnreadable");
    assert.equal(agent.asked.length, 0);
  });
});
