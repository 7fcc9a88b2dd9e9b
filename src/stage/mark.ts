/** A mark is one thing on the stage, standing still: where it is, what it says, and what it is to the eye. */
export type Mark =
	| Box
	| Frame
	| Wire
	| Token
	| Card
	| Meter
	| Label
	| Table
	| Row
	| Chip
	| Diamond
	| Node
	| Icon
	| Waterline
	| Series
	| Own;

export type Marks = readonly Mark[];
export type Kind = Mark['kind'];
export type MarkOf<K extends Kind> = Extract<Mark, { kind: K }>;

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
export type Rect = Point & Size;

/** The identity of a container: one of eight colours, the same in every scene. */
export type Hue = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** ink is the host, water the kernel, sand what is read-only and shared, act what changes now. */
export type Tone = 'ink' | 'muted' | 'faint' | 'water' | 'sand' | 'act' | Hue;
/** Running, paused, exited: told by shape as well as by colour. */
export type State = 'solid' | 'hatched' | 'hollow';
/** How strongly a shape is filled: not at all, with paper, with a tint of its tone, with its tone. */
export type Fill = 'none' | 'surface' | 'tint' | 'full';
export type Anchor = 'start' | 'middle' | 'end';
export type Weight = 400 | 500 | 600 | 700;

/** What every mark has. x and y are the top left corner unless its kind says otherwise. */
export type Common = Point & {
	readonly key: string;
	/** Key of what this comes out of when it appears and goes back into when it leaves. */
	readonly parent?: string;
	/** Drawn over marks of a lower layer; see `layerOf` for what each kind has without it. */
	readonly layer?: number;
	readonly tone?: Tone;
	readonly state?: State;
	/** This is what changes now. */
	readonly act?: boolean;
	/** For a screen reader; a mark with a label can be chosen. */
	readonly label?: string;
	/** What a pointer resting on it is told; the label where this is missing. */
	readonly title?: string;
	/** Places passed on the way here from where it was before. */
	readonly via?: readonly Point[];
	/** 0..1, 1 where missing. */
	readonly opacity?: number;
	/** Set by the tween only: how large, about x and y. */
	readonly scale?: number;
	/** Set by the tween only: how visible a text is that is being exchanged. */
	readonly fade?: number;
};

/** One line of text inside a box; with a name, the name stands in a column of its own. */
export type Line = {
	readonly text: string;
	readonly name?: string;
	readonly tone?: Tone;
	readonly mono?: boolean;
	readonly weight?: Weight;
	readonly struck?: boolean;
	/** Marks the line as what changes now. */
	readonly act?: boolean;
	readonly fade?: number;
};

/** A panel: heading, a smaller second heading, then lines. */
export type Box = Common &
	Size & {
		readonly kind: 'box';
		readonly heading?: string;
		readonly mono?: boolean;
		readonly sub?: string;
		/** The second heading stands beside the first instead of beneath it. */
		readonly beside?: boolean;
		readonly lines?: readonly Line[];
		/** From one line's baseline to the next. */
		readonly pitch?: number;
		/** Width of the column of names in lines. */
		readonly names?: number;
		/** start: text from the top left; middle: text centred in both directions. */
		readonly align?: 'start' | 'middle';
		readonly fill?: Fill;
		readonly radius?: number;
		/** How much further right its text begins: room for what sits in its left edge. */
		readonly indent?: number;
		readonly icon?: IconName;
		/** A short word in the upper right corner. */
		readonly badge?: string;
		readonly size?: number;
	};

/** An outline around other marks: a host, a namespace, a column that is spoken of. */
export type Frame = Common &
	Size & {
		readonly kind: 'frame';
		readonly heading?: string;
		readonly sub?: string;
		readonly mono?: boolean;
		/** Where the heading stands: inside at the top left, or above the outline. */
		readonly at?: 'inside' | 'above';
		readonly fill?: Fill;
		readonly radius?: number;
		readonly thickness?: number;
	};

/** A line through points, counted from x and y (leave those 0 to give points on the stage). */
export type Wire = Common & {
	readonly kind: 'wire';
	readonly points: readonly Point[];
	/** straight: corners; round: rounded corners; across and down: an S between ends; bow: one arc. */
	readonly curve?: 'straight' | 'round' | 'across' | 'down' | 'bow';
	/** For bow: how far it leaves the straight line, as a part of its length, to the left of its direction; negative to the right. */
	readonly bend?: number;
	/** Keys of the marks at its ends: while one moves, that end moves with it. */
	readonly from?: string;
	readonly to?: string;
	readonly arrow?: 'end' | 'start' | 'both';
	readonly thickness?: number;
	/** line: as it is; dotted: a way rather than a thing; ribbon: a broad soft band. */
	readonly look?: 'line' | 'dotted' | 'ribbon';
	/** How much has passed along it; as the number grows, dashes travel towards the end. */
	readonly flow?: number;
	/** How much of it is there, from its beginning: 0..1. */
	readonly drawn?: number;
	readonly text?: string;
	readonly mono?: boolean;
	/** How far along the text stands: 0..1. */
	readonly textAt?: number;
	readonly textSide?: 'above' | 'below' | 'on';
};

/** A pill with one short value in it: an inode, an address, a PID, a file. x is where `anchor` says. */
export type Token = Common & {
	readonly kind: 'token';
	readonly text: string;
	readonly anchor?: Anchor;
	readonly width?: number;
	readonly height?: number;
	readonly mono?: boolean;
	readonly weight?: Weight;
	readonly size?: number;
	readonly fill?: Fill;
	/** pill: round ends; tile: a file; plate: a narrow port in the edge of something. */
	readonly look?: 'pill' | 'tile' | 'plate';
	readonly icon?: IconName;
	readonly struck?: boolean;
};

export type CardRow = {
	readonly name: string;
	readonly value: string;
	/** The value it had until now; drawn struck through before the new one. */
	readonly was?: string;
	readonly tone?: Tone;
	readonly act?: boolean;
	readonly fade?: number;
};

/** A packet with its header, a file's inode, a record: rows of names and values. */
export type Card = Common & {
	readonly kind: 'card';
	readonly width?: number;
	readonly heading?: string;
	readonly rows: readonly CardRow[];
	/** Width of the column of names. */
	readonly names?: number;
	/** What the card speaks of, on the stage; a stem leads there. */
	readonly pointer?: Point;
	/** A smaller card: 12 px rows. */
	readonly small?: boolean;
	/** Of the values; else 15, and 13 in a small one. */
	readonly size?: number;
};

export type Part = {
	readonly key: string;
	readonly value: number;
	readonly tone?: Tone;
	readonly state?: State;
	readonly text?: string;
	readonly fade?: number;
};

/** A bar that measures: how much of a whole is used, by whom, and where the limit is. */
export type Meter = Common &
	Size & {
		readonly kind: 'meter';
		/** The value at the right end. */
		readonly of: number;
		readonly value?: number;
		/** Several values one after another, instead of `value`. */
		readonly parts?: readonly Part[];
		readonly limit?: number;
		readonly limitText?: string;
		/** Inside the bar. */
		readonly text?: string;
		/** To the left of the bar (outside its width). */
		readonly name?: string;
		readonly mono?: boolean;
	};

/** Text alone: x is where `anchor` says, y the first baseline. With a width it is cut or, wrapped, broken. */
export type Label = Common & {
	readonly kind: 'label';
	readonly text: string;
	readonly size?: number;
	readonly weight?: Weight;
	readonly mono?: boolean;
	readonly anchor?: Anchor;
	readonly width?: number;
	readonly wrap?: boolean;
	readonly struck?: boolean;
	/** A rim of the paper's colour around the letters, to stand over lines. */
	readonly halo?: boolean;
};

export type Column = {
	readonly key: string;
	readonly width: number;
	readonly heading?: string;
	readonly align?: Anchor;
	readonly mono?: boolean;
	/** Outlines the column as what changes now. */
	readonly act?: boolean;
};

/** The head of a table and its outlined columns; its rows are marks of their own (see `tabulate`). */
export type Table = Common &
	Size & {
		readonly kind: 'table';
		readonly heading?: string;
		readonly sub?: string;
		readonly columns: readonly Column[];
		/** How far the first column stands from the left edge. */
		readonly inset?: number;
		/** Said where there are no rows. */
		readonly empty?: string;
	};

export type Cell = {
	readonly text: string;
	readonly x: number;
	readonly width: number;
	readonly align?: Anchor;
	readonly tone?: Tone;
	readonly mono?: boolean;
	readonly weight?: Weight;
	/** text: as it is; pill and tile: in a shape, filled as `fill` says. */
	readonly look?: 'text' | 'pill' | 'tile';
	/** Width of the pill or tile, centred, where it should be narrower than the cell. */
	readonly wide?: number;
	readonly fill?: Fill;
	readonly state?: State;
	readonly struck?: boolean;
	readonly act?: boolean;
	readonly fade?: number;
};

/** One row of a table: a rule, a route, a task, a connection. Cells are placed from its left edge. */
export type Row = Common &
	Size & {
		readonly kind: 'row';
		readonly cells: readonly Cell[];
		/** block: on a band of its own; line: a rule beneath; plain: nothing but its cells. */
		readonly look?: 'block' | 'line' | 'plain';
		readonly size?: number;
	};

/** A remark in a small rounded field. x is where `anchor` says. */
export type Chip = Common & {
	readonly kind: 'chip';
	readonly text: string;
	readonly anchor?: Anchor;
	readonly icon?: IconName;
	readonly fill?: Fill;
	readonly size?: number;
};

/** A decision. */
export type Diamond = Common &
	Size & {
		readonly kind: 'diamond';
		readonly text: string;
		readonly sub?: string;
		readonly mono?: boolean;
	};

/** A machine or a person, in a circle about x and y, with its name beneath. */
export type Node = Common & {
	readonly kind: 'node';
	readonly icon: IconName;
	readonly radius?: number;
	readonly heading?: string;
	readonly sub?: string;
	readonly fill?: Fill;
};

/** A small drawing about x and y. */
export type Icon = Common & {
	readonly kind: 'icon';
	readonly icon: IconName;
	readonly size?: number;
};

/** Where seeing ends and holding begins: a wave at y from x on, water from there to the height below. */
export type Waterline = Common &
	Size & {
		readonly kind: 'waterline';
		/** Said at the top of the stage and right under the wave. */
		readonly above?: string;
		readonly below?: string;
		/** Where `above` stands, as y on the stage. */
		readonly aboveAt?: number;
	};

export type Sample = { readonly at: number; readonly value: number };

/** A quantity over time. */
export type Series = Common &
	Size & {
		readonly kind: 'series';
		readonly samples: readonly Sample[];
		/** Times at the left and the right edge. */
		readonly since: number;
		readonly until: number;
		/** How far along time it is known: nothing is drawn later than this. */
		readonly now?: number;
		/** The value at the upper edge. */
		readonly of: number;
		readonly limit?: number;
		readonly limitText?: string;
		readonly heading?: string;
		/** A value holds until the next (step), or leads over to it (line). */
		readonly curve?: 'step' | 'line';
		/** How strongly what lies under the line is filled; a tint where missing. */
		readonly fill?: Extract<Fill, 'none' | 'tint' | 'full'>;
		/** Without paper of its own: it stands over another one. */
		readonly bare?: boolean;
	};

/** A mark only one scene has: drawn by the component the scene names `shape`, from `data`. */
export type Own = Common &
	Size & {
		readonly kind: 'own';
		readonly shape: string;
		readonly data: Readonly<Record<string, number | string | boolean>>;
		/** Where its own texts are, for the laws, from its top left corner. */
		readonly texts?: readonly Rect[];
	};

export type IconName =
	| 'laptop'
	| 'server'
	| 'host'
	| 'cloud'
	| 'person'
	| 'container'
	| 'image'
	| 'layers'
	| 'volume'
	| 'network'
	| 'file'
	| 'folder'
	| 'process'
	| 'memory'
	| 'cpu'
	| 'disk'
	| 'clock'
	| 'lock'
	| 'signal'
	| 'check'
	| 'cross'
	| 'pause'
	| 'play'
	| 'stop'
	| 'pencil'
	| 'copy'
	| 'trash'
	| 'eye'
	| 'arrow'
	| 'packet'
	| 'name'
	| 'link';
