import type { ModelCard } from "../../contract/model.ts";
import type { ModelChoice, PanelFacts, PanelTerms, PanelView } from "../../contract/panel.ts";
import { formatSecondsRange } from "../../contract/units.ts";
import { pictureWord, pricePhrase, usableFirst } from "./model_words.ts";
import { valuesOf } from "./panel_values.ts";

/** What the studio gets of the panel's facts: what it shows, in words, and what can be set. */
export function panelView(panel: PanelFacts): PanelView {
  const { id, name, prompt, controls, presets, sizes, shapes } = panel.model;
  return {
    siteUrl: panel.siteUrl,
    choices: usableFirst(panel.models).map(choiceOf),
    model: { id, name, prompt, controls, presets, sizes, shapes },
    values: valuesOf(panel.model, panel),
    terms: termsOf(panel),
    ...(panel.notice === undefined ? {} : { notice: panel.notice }),
  };
}

function choiceOf(model: ModelCard): ModelChoice {
  const { id, name, summary, needs, price, payer, usualSeconds } = model;
  if (needs !== undefined) return { id, name, needs, summary: "", terms: "" };
  const terms = [pricePhrase(price, payer), formatSecondsRange(usualSeconds), pictureWord(model)];
  return { id, name, summary, terms: terms.join(" · ") };
}

function termsOf({ model, price }: PanelFacts): PanelTerms {
  return {
    picture: pictureWord(model),
    price: pricePhrase(price, model.payer),
    ...(price.usd === undefined ? { priceNote: price.sentence } : {}),
    ...(price.source === undefined ? {} : { priceSource: price.source }),
    wait: formatSecondsRange(model.usualSeconds),
    licence: model.licence,
  };
}
