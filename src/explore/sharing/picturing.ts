/** What the reader looks at, as sheets to hand out: the same frames as on the screen, in a language and with its sentence or without. */
import type { Lang } from '#i18n/lang.ts';
import type { Sheet } from '#share/exports/sheet.ts';
import { withSentence } from '#share/exports/sheet.ts';
import type { SceneName } from '#share/sceneName.ts';
import type { Size } from '#stage/mark.ts';
import { open, type How, type Look, type Run } from '../model.ts';

export type Subject = {
	readonly lines: readonly string[];
	readonly how: Required<How>;
	readonly scene: SceneName;
	readonly look: Look;
	readonly title: string;
};

export class Picturing {
	readonly run: Run;
	readonly #subject: Subject;
	readonly #hasSentence: boolean;

	private constructor(run: Run, subject: Subject, hasSentence: boolean) {
		this.run = run;
		this.#subject = subject;
		this.#hasSentence = hasSentence;
	}

	static async of(subject: Subject, lang: Lang, hasSentence: boolean): Promise<Picturing> {
		return new Picturing(await open(subject.lines, lang, subject.how), subject, hasSentence);
	}

	/** The picture alone, as it is at `t` seconds. */
	bareAt(t: number): Sheet {
		const { scene, look, title } = this.#subject;
		return { marks: this.run.marks(scene, t, look), size: this.run.size(scene), title };
	}

	sheetAt(t: number): Sheet {
		const sheet = this.bareAt(t);
		return this.#hasSentence ? withSentence(sheet, this.run.sentence(this.run.at(t).position)) : sheet;
	}

	/** One size for all pictures of a stretch: that of the tallest sentence in it. */
	sizeOf(times: readonly number[]): Size {
		const sizes = times.map((t) => this.sheetAt(t).size);
		return { width: sizes[0]?.width ?? 0, height: Math.max(...sizes.map(({ height }) => height)) };
	}
}
