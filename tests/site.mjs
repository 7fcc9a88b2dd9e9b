// Serves the build while the browser's tests run.
import { serve } from './serve.mjs';

export default async function site() {
	const { address, stop } = await serve();
	process.env.SITE = address;
	return stop;
}
