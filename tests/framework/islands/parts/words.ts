/** Loaded when somebody asks for it. */
export const words = "loaded later";
