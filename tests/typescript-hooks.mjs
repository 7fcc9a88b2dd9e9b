import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

async function textOf(url) {
	return readFile(fileURLToPath(url), 'utf8');
}

export async function load(url, context, nextLoad) {
	if (url.startsWith('file:') && url.endsWith('.ts')) {
		const { code, errors } = transformSync(fileURLToPath(url), await textOf(url), {
			sourcemap: false,
			typescript: { onlyRemoveTypeImports: false },
		});
		if (errors.length) throw new SyntaxError(`${url}: ${errors[0].message}`);
		return { format: 'module', shortCircuit: true, source: code };
	}
	if (url.startsWith('file:') && url.endsWith('.json')) {
		return { format: 'module', shortCircuit: true, source: `export default ${await textOf(url)}` };
	}
	return nextLoad(url, context);
}
