/** The directives of an nginx configuration that matter here (nginx.org: ngx_core_module, ngx_http_core_module). */
import { isErrno } from '../../kernel/errno.ts';
import { content, listing } from '../../kernel/files.ts';
import type { Process } from '../../process.ts';
import { isMatch } from '../language/pattern.ts';

export interface NginxConfig {
	readonly user: string;
	/** A number, or 'auto'. */
	readonly workers: string;
	readonly errorLog: string;
	readonly accessLog: string;
	readonly pidFile: string;
	readonly isDaemon: boolean;
	readonly ports: readonly number[];
	readonly root: string;
	readonly index: readonly string[];
}

/** The configuration with what it includes; a missing file throws Errno. */
const whole = (process: Process, path: string, depth = 0): string => {
	const { state } = process.host;
	return content(state, process.pid, path)
		.replace(/#[^\n]*/g, '')
		.replace(/\binclude\s+([^;]+);/g, (_, wish: string) => {
			if (depth > 5) return '';
			const full = wish.trim().startsWith('/') ? wish.trim() : `/etc/nginx/${wish.trim()}`;
			return matching(process, full)
				.map((each) => whole(process, each, depth + 1))
				.join('\n');
		});
};
const matching = (process: Process, path: string): string[] => {
	if (!/[*?[]/.test(path)) return [path];
	const directory = path.slice(0, path.lastIndexOf('/'));
	try {
		return listing(process.host.state, process.pid, directory)
			.sort()
			.map((name) => `${directory}/${name}`)
			.filter((each) => isMatch(path, each));
	} catch (error) {
		if (isErrno(error)) return [];
		throw error;
	}
};

/** `given` are the directives of -g, which count as well. */
export const readConfig = (process: Process, path: string, given: string): NginxConfig => {
	const text = `${given}\n${whole(process, path)}`;
	const first = (name: string, usual: string) =>
		new RegExp(`(?:^|[\\s;{}])${name}\\s+([^;{]+);`).exec(text)?.[1]?.trim() ?? usual;
	const ports = [...text.matchAll(/(?:^|[\s;{}])listen\s+([^;\s]+)/g)].map((found) =>
		Number(/(\d+)$/.exec(found[1]!)?.[1] ?? 80),
	);
	return {
		user: first('user', 'nobody').split(/\s+/)[0]!,
		workers: first('worker_processes', '1'),
		errorLog: first('error_log', '/var/log/nginx/error.log').split(/\s+/)[0]!,
		accessLog: first('access_log', '/var/log/nginx/access.log').split(/\s+/)[0]!,
		pidFile: first('pid', '/run/nginx.pid'),
		isDaemon: first('daemon', 'on') !== 'off',
		ports: [...new Set(ports.length ? ports : [80])],
		root: first('root', '/usr/share/nginx/html'),
		index: first('index', 'index.html').split(/\s+/),
	};
};
