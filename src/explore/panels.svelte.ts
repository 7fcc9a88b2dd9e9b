/** What can stand open beside a scene's picture: one line a panel; it is loaded when it is opened. */
import type { PanelSay } from '#i18n/panelWords.ts';
import type { Key } from '#i18n/words.ts';
import type { SceneName } from '#share/sceneName.ts';
import type { Explorer } from './Explorer.svelte.ts';

export type PanelProps = { readonly explorer: Explorer; readonly say: PanelSay };

export type Panel = {
	/** Its name in addresses; what it says is in locales/<lang>/panels/<scene>-<name>.json. */
	readonly name: string;
	/** What its tab says. */
	readonly title: Key;
	/** The picture of the scene that goes with it. */
	readonly face?: string;
	/** Its component: panels/<scene>/<file>.svelte. */
	readonly file: string;
	/** It sets things side by side: on a wide page it takes more room. */
	readonly isWide?: boolean;
};

export const panels: Readonly<Record<SceneName, readonly Panel[]>> = {
	namespaces: [
		{
			name: 'choices',
			title: 'panel.namespaces.choices',
			file: 'Choices',
		},
		{
			name: 'byHand',
			title: 'panel.namespaces.byHand',
			file: 'ByHand',
		},
		{
			name: 'pids',
			title: 'panel.namespaces.pids',
			face: 'pids',
			file: 'Pids',
		},
		{
			name: 'users',
			title: 'panel.namespaces.users',
			face: 'users',
			file: 'IdMaps',
		},
		{
			name: 'history',
			title: 'panel.namespaces.history',
			file: 'History',
		},
	],
	cgroups: [
		{
			name: 'stories',
			title: 'panel.cgroups.stories',
			file: 'Stories',
		},
		{ name: 'knobs', title: 'panel.cgroups.knobs', file: 'Knobs' },
		{
			name: 'controllers',
			title: 'panel.cgroups.controllers',
			file: 'Controllers',
		},
	],
	network: [
		{
			name: 'journeys',
			title: 'panel.network.journeys',
			file: 'Journeys',
		},
		{ name: 'ledger', title: 'panel.network.ledger', file: 'Ledger' },
		{
			name: 'whatif',
			title: 'panel.network.whatif',
			file: 'WhatIf',
		},
		{ name: 'nat', title: 'panel.network.nat', file: 'Nat', isWide: true },
		{
			name: 'names',
			title: 'panel.network.names',
			face: 'names',
			file: 'Names',
		},
	],
	layers: [
		{
			name: 'stories',
			title: 'panel.layers.stories',
			file: 'Stories',
		},
		{ name: 'files', title: 'panel.layers.files', file: 'Files' },
		{
			name: 'build',
			title: 'panel.layers.build',
			face: 'build',
			file: 'Build',
		},
		{
			name: 'ship',
			title: 'panel.layers.ship',
			face: 'ship',
			file: 'Ship',
		},
		{ name: 'drivers', title: 'panel.layers.drivers', file: 'Drivers' },
		{ name: 'disks', title: 'panel.layers.disks', file: 'Disks' },
	],
	lifecycle: [],
};

/** The panel that is open, if this scene has it. */
export const openPanel = ({ scene, panel }: Pick<Explorer, 'scene' | 'panel'>): Panel | undefined =>
	panels[scene].find(({ name }) => name === panel);
