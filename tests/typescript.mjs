// Lets Node import the project's TypeScript as it stands: node --import ./tests/typescript.mjs FILE [ARG…]
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
