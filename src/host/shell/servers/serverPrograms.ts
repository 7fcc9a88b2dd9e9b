import { late, lateFunctions } from '../../late.ts';
import type { Program } from '../../process.ts';

const { dockerInit } = lateFunctions(
	late(['--init', 'docker-init', 'tini'], () => import('./dockerInit.ts')),
	['dockerInit'],
);
const { hello } = lateFunctions(
	late(['hello-world'], () => import('./hello.ts')),
	['hello'],
);
const { nginx } = lateFunctions(
	late(['nginx'], () => import('./nginx.ts')),
	['nginx'],
);
const { redisServer } = lateFunctions(
	late(['redis', 'redis-server'], () => import('./redis.ts')),
	['redisServer'],
);

const { registryServer } = lateFunctions(
	late(['registry'], () => import('./registry.ts')),
	['registryServer'],
);

/** Programs that images bring along, by the name of their file. */
export const serverPrograms: Readonly<Record<string, Program>> = {
	'docker-init': dockerInit,
	tini: dockerInit,
	hello,
	nginx,
	'redis-server': redisServer,
	registry: registryServer,
};
