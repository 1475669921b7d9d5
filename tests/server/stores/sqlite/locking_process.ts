/**
 * Holds the write lock of a database until its standard input ends; prints a line once it has it.
 * Argument: path of the database.
 */
import { DatabaseSync } from "node:sqlite";
import { PATIENCE_MS } from "../../../patience.ts";

const [path = ""] = Deno.args;
const connection = new DatabaseSync(path, { timeout: PATIENCE_MS });
connection.exec("begin immediate");
await Deno.stdout.write(new TextEncoder().encode("locked\n"));
await Deno.stdin.readable.pipeTo(new WritableStream());
connection.exec("rollback");
connection.close();
