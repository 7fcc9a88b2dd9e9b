/** Heights below the water: a line with its band, from one line to the next, and a head. */
export const LINE = 19;
export const PITCH = 21;
export const HEAD = 20;
