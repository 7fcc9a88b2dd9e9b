import type { Program } from '../../process.ts';
import { dockerInit } from './dockerInit.ts';
import { hello } from './hello.ts';
import { nginx } from './nginx.ts';
import { redisServer } from './redis.ts';

/** Programs that images bring along, by the name of their file. */
export const serverPrograms: Readonly<Record<string, Program>> = {
	'docker-init': dockerInit,
	tini: dockerInit,
	hello,
	nginx,
	'redis-server': redisServer,
};
