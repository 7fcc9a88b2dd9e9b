/**
 * The part of ICU's message format the site uses, in place of a whole parser: `{name}`, and
 * `{name, plural, one {…} other {…}}` in which `#` is the number.
 */
type Values = Readonly<Record<string, unknown>>;

const PLURAL = /\{(\w+),\s*plural,((?:\s*=?\w+\s*\{(?:[^{}]|\{\w+\})*\})+)\s*\}/g;
const CASE = /(=?\w+)\s*\{((?:[^{}]|\{\w+\})*)\}/g;
const PLACE = /\{(\w+)\}/g;

export class IntlMessageFormat {
	readonly #message: string;
	readonly #locale: string;

	constructor(message: string, locale: string | readonly string[]) {
		this.#message = message;
		this.#locale = String(typeof locale === 'string' ? locale : locale[0]);
	}

	format(values: Values = {}): string {
		return this.#message
			.replace(PLURAL, (_, name: string, cases: string) => this.#chosen(cases, Number(values[name])))
			.replace(PLACE, (_, name: string) => {
				if (!(name in values)) throw new Error(`no value for ${name} in: ${this.#message}`);
				return String(values[name]);
			});
	}

	#chosen(cases: string, number: number): string {
		const texts = new Map([...cases.matchAll(CASE)].map(([, key = '', text = '']) => [key, text]));
		const rule = new Intl.PluralRules(this.#locale).select(number);
		const text = texts.get(`=${number}`) ?? texts.get(rule) ?? texts.get('other') ?? '';
		return text.replaceAll('#', String(number));
	}
}

export default IntlMessageFormat;
