/** What housekeeping remembers from sweep to sweep, whichever process sweeps. */
export interface UpkeepNotes {
  /** When it last swept, in milliseconds since 1970. */
  readonly seenAt: number;
  /** For how much longer the server has to run before anything old is erased. */
  readonly heldMs: number;
  /** How long videos were kept then; 0 for ever. */
  readonly retentionDays: number;
}

/** Where the notes are kept. Rejects with a `StorageError` when the database fails. */
export interface UpkeepStore {
  /** `undefined` before the first sweep. */
  read(): Promise<UpkeepNotes | undefined>;
  write(notes: UpkeepNotes): Promise<void>;
  /** Lets what is old go with the next sweep; false when nothing was held. */
  release(): Promise<boolean>;
}
