import { loadedCount, messagesBy, pageText, PreparedApi } from "./manyMessages.js";

/**
 * Prints what so many loaded messages (its argument) keep of memory, in bytes: all of it, and what the bare rows of
 * JSON alone do. To be run with `--expose-gc`, in a process of its own.
 */
const count = Number(process.argv[2]);
const perPage = 200;

function used(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed;
}

const api = new PreparedApi("http://127.0.0.1:9/api/v1", "", count, perPage);
api.prepared = Infinity;
// What the first load compiles is no message's memory.
await messagesBy(api).loadAll();
const messages = messagesBy(api);
let before = used();
await messages.loadAll();
const ours = used() - before;
if (loadedCount(messages) !== count) throw new Error("Not all were loaded.");
before = used();
const rows: unknown[] = [];
for (let page = 1; page <= count / perPage; page++) {
  rows.push(JSON.parse(pageText(count, perPage, page)));
}
const bare = used() - before;
if (rows.length === 0 || loadedCount(messages) !== count) throw new Error("Nothing was kept.");
console.log(`${ours} ${bare}`);
