import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What VS Code uses of `@vscode/spdlog`, whose native part would have to be compiled. Log files do not rotate. */
const source = `"use strict";
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

class Logger {
  constructor(type, name, file) {
    this.file = file;
    this.plain = false;
    this.level = 0;
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.plain = false; }
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
for (const [index, name] of ["trace", "debug", "info", "warning", "error", "critical"].entries()) {
  Logger.prototype[name === "warning" ? "warn" : name] = function (message) {
    if (index < this.level) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    appendFileSync(this.file, this.plain ? message : time + " [" + name + "] " + message + "\\n");
  };
}

async function createLogger(name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger("", name, file);
}

exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
`;

/** Gives a VS Code server that was installed without native modules its log files and output channels. */
export function writeLogWriter(serverFolder: string): void {
  const file = join(serverFolder, "node_modules", "@vscode", "spdlog", "index.js");
  if (!existsSync(file) || readFileSync(file, "utf8") === source) return;
  // Written aside first: another run may be starting a server.
  writeFileSync(`${file}.${process.pid}`, source);
  renameSync(`${file}.${process.pid}`, file);
}
