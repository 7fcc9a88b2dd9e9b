import { easeCubicInOut } from 'd3-ease';

/** How a movement begins and ends: gently at both. */
export const ease = (t: number): number => easeCubicInOut(Math.min(1, Math.max(0, t)));
