/** The words of a note's HTML, which was escaped when the note was read. */
const MARKS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

export const deckText = (html: string): string =>
	html
		.replace(/<\/(?:p|ul|ol|blockquote|pre|table)>|<hr>/g, '\n\n')
		.replace(/<\/(?:li|tr)>|<br>/g, '\n')
		.replace(/<li>/g, '· ')
		.replace(/<\/t[hd]>(?=<t[hd])/g, ' | ')
		.replace(/<\/t[hd]>(?=<th )/g, ' | ')
		.replace(/<[^>]*>/g, '')
		.replace(/&(?:amp|lt|gt|quot);/g, (mark) => MARKS[mark] ?? '')
		.replace(/[ \t]+\n/g, '\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
