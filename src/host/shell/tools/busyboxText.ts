/** What every applet's usage begins with; the usage itself is not told here. */
export const BUSYBOX = 'BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.';
