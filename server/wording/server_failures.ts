import { BROKEN_HERE, type FailureEntry } from "./failure_entry.ts";

const STORAGE_COST = "A new request costs nothing. A video that was made and could not be kept " +
  "may have been charged.";

/** This server failed. */
export const SERVER_FAILURES = {
  "engine-failed": {
    ...BROKEN_HERE,
    status: 500,
    title: "The motion engine failed",
    meaning: "The built-in engine stopped while it drew the video.",
    advice: "Try again: it starts anew after every failure.",
    cases: { "timed-out": { what: "The built-in engine took too long to draw the video." } },
  },
  "storage-full": {
    ...BROKEN_HERE,
    cost: STORAGE_COST,
    status: 507,
    title: "The disk is full",
    meaning: "This server has no room left to store anything.",
    advice: { guest: "Try again later.", operator: "Free some space on the disk." },
    cases: {
      "no-room": {
        what: "This server has no room for another video, so that none is sent or paid for.",
        advice: {
          guest: "Try again later.",
          operator: "Free some space on the disk of VIDEOS_DIR, or lower MIN_FREE_BYTES.",
        },
      },
    },
  },
  "storage-busy": {
    ...BROKEN_HERE,
    cost: "No. Nothing was begun.",
    status: 503,
    title: "The storage is busy",
    meaning: "Another program keeps this server from writing to its database.",
    advice: {
      guest: "Try again in a few seconds.",
      operator: "Look for a backup or another program that has locked the database.",
    },
  },
  "storage-failed": {
    ...BROKEN_HERE,
    cost: STORAGE_COST,
    status: 500,
    title: "The storage failed",
    meaning: "This server's disk or database did not do what it was asked to.",
    advice: {
      guest: "Try again. If it stays so, tell the operator of this site.",
      operator: "Check the disk and the database; the log has the details.",
    },
    cases: {
      "database": "The database {path}: {problem}.",
      "newer-schema":
        "The database was written by a newer version of this server: it has schema {schema}, and this version knows schemas up to {known}. Start the newer version again, or choose another DATA_DIR.",
      "key-file":
        "{path} holds no key of {keyLength} bytes. Put the right one back, or delete the file: then a new one is made, and visitors lose their libraries.",
    },
  },
  "restarting": {
    ...BROKEN_HERE,
    charged: "unknown",
    cost: "Stopping costs nothing. The page of the video says what the video costs.",
    repetition: "After the restart we go on with what cannot have been charged, and keep asking " +
      "for what a provider works on. Only what may have been charged is left to you.",
    status: 503,
    title: "The server restarts",
    meaning: "The server is restarting. The video is not lost.",
    advice: "Look at its page in a moment.",
  },
  "internal-error": {
    ...BROKEN_HERE,
    charged: "unknown",
    cost: "Nobody knows: the fault was not foreseen.",
    status: 500,
    title: "Something broke here",
    meaning: "Something went wrong on this server.",
    advice: {
      guest: "Try again in a moment.",
      operator: "The log has the details under the request id.",
    },
  },
} as const satisfies Record<string, FailureEntry>;
