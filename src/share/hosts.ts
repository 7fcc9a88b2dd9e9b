/** The kinds of host there are to choose from; the first is the usual one. */
import type { ProfileName } from '#host/profile.ts';

export const HOSTS = ['docker26-cgroup2', 'docker20-cgroup1'] as const satisfies readonly ProfileName[];
export const USUAL_HOST: ProfileName = HOSTS[0];

export const isHost = (text: string | null | undefined): text is ProfileName =>
	HOSTS.some((name) => name === text);
