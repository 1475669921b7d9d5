/** One event of a stream of server-sent events. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

const LINE_END = /\r\n|\n|\r/;

/**
 * Reads server-sent events from text that arrives in pieces cut anywhere
 * (WHATWG HTML, section 9.2.6). Ids and retry hints are read over; an event that the stream's end
 * cuts off never comes out.
 */
export class EventStreamParser {
  #rest = "";
  #event = "";
  #data: string[] = [];

  /** The events that `text` completes. */
  push(text: string): StreamEvent[] {
    this.#rest += text;
    const events: StreamEvent[] = [];
    for (let line = this.#takeLine(); line !== undefined; line = this.#takeLine()) {
      if (line !== "") this.#readField(line);
      else if (this.#data.length > 0) events.push(this.#completeEvent());
      else this.#event = "";
    }
    return events;
  }

  #takeLine(): string | undefined {
    const end = LINE_END.exec(this.#rest);
    if (end === null) return undefined;
    // A carriage return at the very end may be the first half of a pair.
    if (end[0] === "\r" && end.index === this.#rest.length - 1) return undefined;
    const line = this.#rest.slice(0, end.index);
    this.#rest = this.#rest.slice(end.index + end[0].length);
    return line;
  }

  #readField(line: string): void {
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
  }

  #completeEvent(): StreamEvent {
    const event = {
      event: this.#event === "" ? "message" : this.#event,
      data: this.#data.join("\n"),
    };
    this.#event = "";
    this.#data = [];
    return event;
  }
}
