// npm start: sets up what is missing, builds, serves, and says where.
import { setUp, vite } from './setUp.mjs';

await setUp();
await vite('build');
console.log('\nOpen the address below in a browser. Ctrl+C ends it.\n');
await vite('preview', '--host', '127.0.0.1');
