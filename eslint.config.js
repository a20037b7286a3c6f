import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const anyScript = ['**/*.{js,mjs,cjs}'];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.cache/', 'tests/fixtures/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
        // The same for every file: another list would make the type checker begin anew.
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: false }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An async function without await rejects where another would throw: that is what its callers expect.
      '@typescript-eslint/require-await': 'off',
      // `get<Row>(...)`: the caller names what comes out of the database.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // There are no enums here (erasableSyntaxOnly), and looking for them takes a quarter of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Magic bytes of files are such characters.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    // Pixels and bytes are read by index in hot loops whose bounds the loop itself keeps.
    files: [
      'app/{mask,formats,pictures,learning,runtime,studio}/**',
      'renderer/canvas/**',
      'tests/**',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Objects of these rooms are closures, which know no `this`; the window's are classes.
    files: ['app/**', 'main/**', 'tests/**'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['renderer/**/*.{ts,svelte}'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser },
    },
    rules: {
      // Runes are reassigned by the compiler, not by us: `let` is how a prop is declared.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$bindable', '$derived'] }],
      'svelte/no-at-html-tags': 'error',
      // A plain Map or Set is a choice: what must be reactive is $state.
      'svelte/prefer-svelte-reactivity': 'off',
      // Naming a value in an effect makes it a dependency.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The page forbids inline styles: use a class, or style:property.',
        },
      ],
    },
  },
  {
    // svelte-check knows the types of components; here they would cost more than all else together.
    files: ['**/*.svelte'],
    rules: ts.configs.disableTypeChecked.rules,
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    // `expect.any()` and what a test reads from outside have no type.
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    // Programs that speak to a terminal.
    files: ['resources/tools/**', 'tests/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: anyScript,
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { projectService: false } },
  },
);
