/**
 * Imports the module that its argument names (a URL), and prints what CPU that took: µs, of this process with all
 * its threads. A process of its own for each, because a module is loaded only once.
 */
const url = process.argv[2] ?? "";
const before = process.cpuUsage();
await import(url);
const { user, system } = process.cpuUsage(before);
console.log(user + system);
