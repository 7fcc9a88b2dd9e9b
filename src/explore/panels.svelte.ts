/** What can stand open beside a scene's picture: one line a panel; it is loaded when it is opened. */
import type { Component } from 'svelte';
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
	readonly load: () => Promise<{ readonly default: Component<PanelProps> }>;
};

export const panels: Readonly<Record<SceneName, readonly Panel[]>> = {
	namespaces: [
		{
			name: 'choices',
			title: 'panel.namespaces.choices',
			load: () => import('./panels/namespaces/Choices.svelte'),
		},
		{
			name: 'byHand',
			title: 'panel.namespaces.byHand',
			load: () => import('./panels/namespaces/ByHand.svelte'),
		},
		{
			name: 'pids',
			title: 'panel.namespaces.pids',
			face: 'pids',
			load: () => import('./panels/namespaces/Pids.svelte'),
		},
		{
			name: 'users',
			title: 'panel.namespaces.users',
			face: 'users',
			load: () => import('./panels/namespaces/IdMaps.svelte'),
		},
		{
			name: 'history',
			title: 'panel.namespaces.history',
			load: () => import('./panels/namespaces/History.svelte'),
		},
	],
	cgroups: [
		{
			name: 'stories',
			title: 'panel.cgroups.stories',
			load: () => import('./panels/cgroups/Stories.svelte'),
		},
		{ name: 'knobs', title: 'panel.cgroups.knobs', load: () => import('./panels/cgroups/Knobs.svelte') },
		{
			name: 'controllers',
			title: 'panel.cgroups.controllers',
			load: () => import('./panels/cgroups/Controllers.svelte'),
		},
	],
	network: [
		{
			name: 'journeys',
			title: 'panel.network.journeys',
			load: () => import('./panels/network/Journeys.svelte'),
		},
		{ name: 'ledger', title: 'panel.network.ledger', load: () => import('./panels/network/Ledger.svelte') },
		{
			name: 'whatif',
			title: 'panel.network.whatif',
			load: () => import('./panels/network/WhatIf.svelte'),
		},
	],
	layers: [
		{
			name: 'stories',
			title: 'panel.layers.stories',
			load: () => import('./panels/layers/Stories.svelte'),
		},
		{ name: 'files', title: 'panel.layers.files', load: () => import('./panels/layers/Files.svelte') },
		{
			name: 'build',
			title: 'panel.layers.build',
			face: 'build',
			load: () => import('./panels/layers/Build.svelte'),
		},
		{
			name: 'ship',
			title: 'panel.layers.ship',
			face: 'ship',
			load: () => import('./panels/layers/Ship.svelte'),
		},
		{ name: 'drivers', title: 'panel.layers.drivers', load: () => import('./panels/layers/Drivers.svelte') },
		{ name: 'disks', title: 'panel.layers.disks', load: () => import('./panels/layers/Disks.svelte') },
	],
	lifecycle: [],
};

/** The panel that is open, if this scene has it. */
export const openPanel = ({ scene, panel }: Pick<Explorer, 'scene' | 'panel'>): Panel | undefined =>
	panels[scene].find(({ name }) => name === panel);
