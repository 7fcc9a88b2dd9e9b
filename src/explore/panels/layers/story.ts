/** A story is a few lines on a new host, played from the one it is about. */
export interface Story {
	/** Its words are under this key, its end under `<name>.end`. */
	readonly name: string;
	readonly lines: readonly string[];
	/** How many of them only set the stage. */
	readonly before: number;
}

export interface StoryGroup {
	readonly name: string;
	readonly stories: readonly Story[];
}

/** Lines for the stage, then those to be seen. */
export const story = (name: string, stage: readonly string[], seen: readonly string[]): Story => ({
	name,
	lines: [...stage, ...seen],
	before: stage.length,
});

/** The one whose lines these begin with. */
export const storyOf = (groups: readonly StoryGroup[], lines: readonly string[]): Story | undefined =>
	groups
		.flatMap(({ stories }) => stories)
		.filter((each) => each.lines.every((line, i) => lines[i] === line))
		.sort((a, b) => b.lines.length - a.lines.length)[0];
