/** Thrown when a model's file cannot be used; names every fault. */
export class RegistryError extends Error {
  /** One line a fault: `<file>: <place>: <reason>`. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(`The model registry has ${faults.length} fault(s):\n${faults.join("\n")}`, options);
    this.name = "RegistryError";
    this.faults = faults;
  }
}
