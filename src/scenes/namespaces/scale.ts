/** The scale of user numbers: not in proportion, but one equal stretch between each two numbers where something begins or ends. */
export interface Scale {
	/** In order; the last is the end of all numbers. */
	readonly edges: readonly number[];
	/** Where an edge stands. */
	x(edge: number): number;
	/** The middle of the stretch in which a number lies. */
	within(id: number): number;
}

/** (uid_t) -1 means nobody at all (user_namespaces(7)). */
export const END = 4294967295;

export const scaleOf = (numbers: readonly number[], from: number, to: number): Scale => {
	const edges = [...new Set([0, ...numbers, END])].filter((each) => each <= END).sort((a, b) => a - b);
	const step = (to - from) / (edges.length - 1);
	const x = (edge: number): number => from + Math.max(0, edges.indexOf(edge)) * step;
	const within = (id: number): number => {
		const next = edges.findIndex((edge) => edge > id);
		return from + ((next === -1 ? edges.length - 1 : next) - 0.5) * step;
	};
	return { edges, x, within };
};
