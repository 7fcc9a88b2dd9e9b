/** Latest remembers the last answer for as long as everything that it was worked out from stays the same. */
export const latest = <Input, Answer>(
	partsOf: (input: Input) => readonly unknown[],
	answer: (input: Input) => Answer,
): ((input: Input) => Answer) => {
	let known: { readonly parts: readonly unknown[]; readonly answer: Answer } | undefined;
	return (input) => {
		const parts = partsOf(input);
		if (!known || parts.some((part, i) => part !== known?.parts[i])) known = { parts, answer: answer(input) };
		return known.answer;
	};
};
