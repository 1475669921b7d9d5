/** What a look at one of the operator's servers has found. */
export interface ServerCheck {
  /** What it is: "ComfyUI". */
  readonly name: string;
  /** The setting that names its address. */
  readonly setting: string;
  /** Whether videos can be made there now. */
  readonly isWell: boolean;
  /** What was found and what to do, in whole sentences. */
  readonly says: string;
}
