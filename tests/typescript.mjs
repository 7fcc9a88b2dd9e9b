// Runs a TypeScript entry of this project on any Node the project supports: node tests/typescript.mjs FILE [ARG…]
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [node = '', , file = '', ...rest] = process.argv;
process.argv = [node, resolve(file), ...rest];
await runnerImport(resolve(file), {
	root: fileURLToPath(new URL('..', import.meta.url)),
	configFile: false,
	logLevel: 'error'
});
