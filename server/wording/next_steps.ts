import type { NextStep } from "../../contract/problem.ts";

/** The picture itself is at fault. */
export const OTHER_PICTURE: NextStep = { kind: "choose-picture", text: "Choose another picture" };

/** Something in the panel has to change. */
export const OTHER_MODEL: NextStep = { kind: "change-settings", text: "Choose another model" };
export const OTHER_SETTINGS: NextStep = { kind: "change-settings", text: "Change the settings" };
export const OTHER_REQUEST: NextStep = {
  kind: "change-settings",
  text: "Change picture or settings",
};

/** The way to what pays. */
export const OTHER_TOKEN: NextStep = {
  kind: "link",
  text: "Enter another token",
  href: "/account",
  afterwards: "Go on with the new token",
};
export const OWN_TOKEN: NextStep = {
  kind: "link",
  text: "Use your own token",
  href: "/account",
  afterwards: "Go on with your token",
};
export const ADD_CREDITS: NextStep = {
  kind: "link",
  text: "Add credits",
  href: "https://huggingface.co/settings/billing",
  afterwards: "Go on with new credits",
};
export const ALLOW_TOKEN: NextStep = {
  kind: "link",
  text: "Open your token settings",
  href: "https://huggingface.co/settings/tokens",
  afterwards: "Go on with the new permission",
};
export const ADD_PROVIDER_KEY: NextStep = {
  kind: "link",
  text: "Open your provider settings",
  href: "https://huggingface.co/settings/inference-providers",
  afterwards: "Go on with the new key",
};

/** Room is made in the library. */
export const OPEN_LIBRARY: NextStep = { kind: "link", text: "Your library", href: "/library" };
