/** Heights below the water: a line with its band, from one line to the next, and a head. */
export const LINE = 20;
export const PITCH = 22;
/** The same in tables that stand one beneath another. */
export const CLOSE = 21;
export const HEAD = 20;
/** Words in a line. */
export const SIZE = 14;
