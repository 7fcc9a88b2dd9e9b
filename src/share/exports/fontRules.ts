/** The page's own fonts as rules that carry them: a picture drawn outside the page has no other way to them. */
const isOurs = (rule: CSSRule): rule is CSSFontFaceRule =>
	rule instanceof CSSFontFaceRule && rule.style.getPropertyValue('font-family').includes('Drydock');

function rules(sheet: CSSStyleSheet): CSSRule[] {
	return [...sheet.cssRules].flatMap((rule) =>
		rule instanceof CSSImportRule && rule.styleSheet ? rules(rule.styleSheet) : [rule],
	);
}

const base64 = (bytes: Uint8Array): string => {
	const pieces: string[] = [];
	for (let at = 0; at < bytes.length; at += 0x8000)
		pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
	return btoa(pieces.join(''));
};

async function carried(rule: CSSFontFaceRule): Promise<string> {
	const name = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
	if (name === undefined) return '';
	const answer = await fetch(new URL(name, rule.parentStyleSheet?.href ?? document.baseURI));
	if (!answer.ok) throw new Error(`the font ${name} could not be read: ${answer.status}`);
	const data = base64(new Uint8Array(await answer.arrayBuffer()));
	const family = rule.style.getPropertyValue('font-family');
	const weight = rule.style.getPropertyValue('font-weight') || '400';
	return `@font-face{font-family:${family};font-weight:${weight};src:url(data:font/woff2;base64,${data}) format('woff2')}`;
}

let read: Promise<string> | undefined;

/** Read once. A rejected reading is tried again the next time. */
export function fontRules(): Promise<string> {
	read ??= Promise.all([...document.styleSheets].flatMap(rules).filter(isOurs).map(carried)).then((all) =>
		all.join('\n'),
	);
	read.catch(() => (read = undefined));
	return read;
}
