import type { SqlRow } from "./sql_database.ts";

/** Reads the columns of one row; a column of another type than asked for is a fault and throws. */
export class RowReader {
  readonly #row: SqlRow;

  constructor(row: SqlRow) {
    this.#row = row;
  }

  text(column: string): string {
    const value = this.#row[column];
    if (typeof value === "string") return value;
    throw new Error(`Column ${column} holds no text`);
  }

  number(column: string): number {
    const value = this.#row[column];
    if (typeof value === "number") return value;
    throw new Error(`Column ${column} holds no number`);
  }

  flag(column: string): boolean {
    const value = this.number(column);
    if (value === 0 || value === 1) return value === 1;
    throw new Error(`Column ${column} holds neither 0 nor 1`);
  }

  /** What this store wrote as JSON; `T` says what that was. */
  json<T>(column: string): T {
    return JSON.parse(this.text(column)) as T;
  }

  optionalText(column: string): string | undefined {
    return this.#isNull(column) ? undefined : this.text(column);
  }

  optionalNumber(column: string): number | undefined {
    return this.#isNull(column) ? undefined : this.number(column);
  }

  optionalJson<T>(column: string): T | undefined {
    return this.#isNull(column) ? undefined : this.json<T>(column);
  }

  #isNull(column: string): boolean {
    return this.#row[column] === null;
  }
}

/** A reader of a row that must be there. */
export function readerOf(row: SqlRow | undefined): RowReader {
  if (!row) throw new Error("The database answered no row where there must be one");
  return new RowReader(row);
}
