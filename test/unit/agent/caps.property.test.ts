import assert from "node:assert/strict";
import fc from "fast-check";
import type { Call } from "../support/agentLife.js";
import { AgentWorld, DAY } from "../support/agentWorld.js";
import { useAgents, wordOf } from "../support/agents.js";
import { GB_NUMBER, US_NUMBER } from "../support/values.js";
import { settled, useCleanup } from "../support/waiting.js";
import { signedIn } from "../support/windows.js";

/** What may happen. Calls that are not waited for run beside whatever comes next. */
type Step =
  | { readonly do: "call"; readonly window: number; readonly call: Call; readonly waits: boolean }
  | { readonly do: "clock"; readonly by: number }
  | { readonly do: "kill"; readonly window: number; readonly steps: number }
  | { readonly do: "recover" | "discard" | "clear" | "settle"; readonly window: number };

const window = fc.nat({ max: 2 });
const call: fc.Arbitrary<Call> = fc.record({
  to: fc.constantFrom(US_NUMBER, US_NUMBER, GB_NUMBER),
  fate: fc.constantFrom("accepted", "accepted", "accepted", "refused", "lostAccepted", "lostUnaccepted"),
  answer: fc.constantFrom("send", "send", "send", "allowForSession", "cancel"),
  isLong: fc.boolean(),
  text: fc.nat({ max: 100_000 }),
});
const calls = fc.record({ do: fc.constant("call" as const), window, call, waits: fc.boolean() });
const hours = fc.integer({ min: -72, max: 72 });
const others: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("clock" as const),
    by: fc.oneof(
      hours.map((count) => count * 3_600_000),
      fc.constantFrom(DAY, DAY + 1, -DAY, 1000),
    ),
  }),
  fc.record({ do: fc.constant("kill" as const), window, steps: fc.nat({ max: 60 }) }),
  fc.record({ do: fc.constantFrom("recover", "discard", "clear", "settle"), window }),
);
/** The clock runs ahead, windows tidy up, and it is set back. */
const excursion: fc.Arbitrary<Step[]> = fc
  .record({ by: fc.integer({ min: 25, max: 90 }), window })
  .map(({ by, window }) => [
    { do: "settle", window },
    { do: "clock", by: by * 3_600_000 },
    { do: "recover", window },
    { do: "clock", by: -by * 3_600_000 },
  ]);
/** Up to 200 calls, alone and in bursts, with other things in between. */
const steps: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.array(calls, { minLength: 1, maxLength: 20 }) },
      fc.tuple(others),
      excursion,
    ),
    { minLength: 5, maxLength: 40 },
  )
  .map((groups) => {
    let left = 200;
    return groups.flat().filter((step) => step.do !== "call" || left-- > 0);
  });
const policy = fc.record({
  maxMessagesPerSession: fc.integer({ min: 1, max: 10 }),
  maxMessagesPerDay: fc.integer({ min: 1, max: 15 }),
  maxCostPerDay: fc.constantFrom(90_000, 300_000, 1_000_000),
});

async function play(world: AgentWorld, steps: readonly Step[]): Promise<string[]> {
  const under: Promise<string>[] = [];
  for (const step of steps) {
    switch (step.do) {
      case "call": {
        const done = world
          .call(step.window, step.call)
          .then((outcome) => (outcome === undefined ? "dead" : wordOf(outcome)));
        under.push(done);
        if (step.waits) await done;
        break;
      }
      case "clock":
        world.setClock(step.by);
        break;
      case "kill":
        world.kill(step.window, step.steps);
        break;
      case "recover":
        await world.life(step.window).recover();
        break;
      case "discard":
        await world.life(step.window).discard(step.window);
        break;
      case "clear":
        await world.life(step.window).clear(`account-${step.window % 2}`);
        break;
      case "settle":
        await settled();
    }
  }
  return Promise.all(under);
}

describe("the caps of agents, whatever happens", () => {
  const cleanup = useCleanup();
  const realNow = Date.now;
  const worldOf = (...args: ConstructorParameters<typeof AgentWorld>): AgentWorld => {
    const world = new AgentWorld(...args);
    Date.now = () => world.now;
    return world;
  };
  beforeEach(() => {
    cleanup(() => {
      Date.now = realNow;
    });
  });

  it("hold for 200 calls in several windows, at once, through deaths and changes of the clock", async function () {
    this.timeout(120_000);
    const words = new Map<string, number>();
    let accepted = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(steps, policy, fc.nat(), async (steps, policy, seed) => {
        const world = worldOf(seed, policy);
        for (const word of await play(world, steps)) words.set(word, (words.get(word) ?? 0) + 1);
        world.dispose();
        accepted += world.accepted.length;
        runs++;
        assert.deepEqual(world.violations, []);
      }),
      { numRuns: 40 },
    );
    // It must not hold because nothing is ever sent, or because nothing is ever too much.
    assert.ok(accepted > 3 * runs, `${accepted} in ${runs}`);
    for (const word of ["sent", "unknown", "notSent", "limit.session", "limit.day", "limit.cost", "dead"])
      assert.ok(words.has(word), word);
  });

  const one: Call = { to: US_NUMBER, fate: "accepted", answer: "send", isLong: false, text: 0 };
  const send = async (world: AgentWorld, count: number, window = 0): Promise<number> => {
    const before = world.accepted.length;
    for (let text = 0; text < count; text++)
      await world.call(window, { ...one, text: world.accepted.length * 1000 + text });
    return world.accepted.length - before;
  };

  it("let all go that there is room for, and again when a day is over or a session ended", async () => {
    const world = worldOf(1, { maxMessagesPerSession: 4, maxMessagesPerDay: 10, maxCostPerDay: 10_000_000 });
    assert.equal(await send(world, 8), 4);
    assert.equal(await send(world, 8, 1), 4);
    assert.equal(await send(world, 8, 2), 2);
    world.setClock(DAY);
    assert.equal(await send(world, 8), 0);
    assert.equal(await send(world, 8, 2), 2);
    world.kill(0, 0);
    assert.equal(await send(world, 8), 4);
    world.setClock(-3 * DAY);
    world.kill(0, 0);
    assert.equal(await send(world, 8), 4);
    world.kill(0, 0);
    assert.equal(await send(world, 8), 0);
    world.dispose();
  });

  it("let money go to the last cent of a day", async () => {
    const world = worldOf(1, { maxMessagesPerSession: 100, maxMessagesPerDay: 100, maxCostPerDay: 70_000 });
    assert.equal(await send(world, 8), 3);
    world.setClock(DAY);
    assert.equal(await send(world, 8), 3);
    world.dispose();
  });
});

describe("the caps of agents, over HTTP", () => {
  const cleanup = useCleanup();
  const { open } = useAgents(cleanup);

  it("hold for 200 calls at once from four windows, and leave no place empty for long", async function () {
    this.timeout(60_000);
    const policy = { allowedRecipients: ["+1*"], maxMessagesPerSession: 8 };
    const windows = await Promise.all([1, 2, 3, 4].map(() => open(policy)));
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, async (_, index) =>
        windows[index % 4]?.call({ to: US_NUMBER, text: `Text ${index}` }),
      ),
    );
    const [first] = windows;
    assert.ok(first !== undefined);
    const listed = async (): Promise<number> => {
      const { total } = await (await signedIn(first.window).api()).list(undefined);
      return total ?? NaN;
    };
    const sent = outcomes.filter((outcome) => outcome?.kind === "sent").length;
    assert.ok(sent >= 8 && sent <= 20, `${sent}`);
    assert.equal(await listed(), sent);
    for (const [index, agent] of windows.entries())
      for (let count = 0; count < 8; count++)
        await agent.call({ to: US_NUMBER, text: `More ${index} ${count}` });
    assert.equal(await listed(), 20);
  });
});
