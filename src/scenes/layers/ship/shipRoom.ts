/** How the stage of Ship is divided: the host on the left, the registry on the right, names above, layers below. */
export const LEFT = 24;
export const RIGHT = 1184;
export const CENTRE_LEFT = 548;
export const CENTRE_RIGHT = 660;
export const NAMES = 116;
export const WATER = 366;
export const BLOBS = 432;
