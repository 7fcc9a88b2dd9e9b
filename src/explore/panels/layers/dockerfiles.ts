/** Dockerfiles to begin with, and how one is written by a line of a run. */
export const SAMPLES: readonly { readonly name: string; readonly text: readonly string[] }[] = [
	{
		name: 'site',
		text: [
			'FROM busybox',
			'RUN mkdir /app',
			'COPY index.html /app/',
			'RUN echo built > /app/stamp',
			'CMD ["cat", "/app/index.html"]',
		],
	},
	{
		name: 'config',
		text: [
			'FROM nginx',
			'LABEL lecture=docker',
			'ENV COLOR=blue',
			'COPY index.html /usr/share/nginx/html/index.html',
			'EXPOSE 80',
		],
	},
	{
		name: 'hidden',
		text: ['FROM busybox', 'RUN dd if=/dev/zero of=/big bs=1M count=20', 'RUN rm /big', 'CMD ["ls", "/"]'],
	},
	{
		name: 'stages',
		text: [
			'FROM busybox AS maker',
			'RUN mkdir /out',
			'RUN echo made > /out/program',
			'FROM busybox',
			'COPY --from=maker /out/program /program',
			'CMD ["cat", "/program"]',
		],
	},
];

const END = 'EOF';

/** The line that writes these lines into ./Dockerfile. */
export const hereDoc = (text: readonly string[]): string =>
	[`cat > Dockerfile <<'${END}'`, ...[...text, END].map((line) => `> ${line}`)].join('\n');

const linesOf = (text: string): readonly string[] =>
	text
		.split('\n')
		.map((line) => line.trimEnd())
		.filter((line) => line !== '' && line !== END);

/** Lines that build what is written in the editor; the run goes on where it has built before. */
export function buildLines(text: string, run: readonly string[]): readonly string[] {
	const page = "echo '<p>hello</p>' > index.html";
	const needsPage = /\bindex\.html\b/.test(text) && !run.some((line) => line.includes('> index.html'));
	return [hereDoc(linesOf(text)), ...(needsPage ? [page] : []), 'docker build -t mine .'];
}

/** The Dockerfile that was written last in a run. */
export function writtenLast(run: readonly string[]): string | undefined {
	const line = run.findLast((each) => each.startsWith('cat > Dockerfile <<'));
	return line
		?.split('\n')
		.slice(1, -1)
		.map((each) => each.replace(/^> /, ''))
		.join('\n');
}
