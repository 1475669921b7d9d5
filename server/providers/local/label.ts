/** The words that stand beside every film of the local engine, and inside it. */
export const LOCAL_ENGINE_LABEL = "Local motion preview: simulated camera move, no AI video model";
