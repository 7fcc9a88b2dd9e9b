/** What a command printed, as a terminal leaves it: a carriage return writes over the line. */
export function printed(text: string): string {
	return text
		.split('\n')
		.map((line) => line.replace(/\r$/, ''))
		.map((line) => line.slice(line.lastIndexOf('\r') + 1))
		.join('\n');
}
