import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const NO_STYLE_ATTRIBUTES =
	'The content security policy forbids style attributes: use an attribute or a class.';

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'screens/', 'test-results/', 'tests/recordings/*/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/prefer-svelte-reactivity': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
			],
		},
	},
	{
		// A program is a generator, also one that never waits.
		files: ['src/host/**'],
		rules: { 'require-yield': 'off' },
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
	},
	{
		files: ['**/*.svelte'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: 'SvelteStyleDirective', message: NO_STYLE_ATTRIBUTES },
				{ selector: "SvelteAttribute[key.name='style']", message: NO_STYLE_ATTRIBUTES },
			],
		},
	},
);
