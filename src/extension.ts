/** Wires the parts. Synchronous, without I/O: what is heavy or asks the network waits for its first use. */
export function activate(): void {
  // The parts follow.
}
