// ESLint's territory is .vue files only; everything else is oxlint's (.oxlintrc.json). What needs types in the scripts
// of components is oxlint's too (scripts/check-vue.mjs): here it would take minutes.
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const requests = 'Requests go through call() in web/src/api/client.ts.'

/** A shared configuration that speaks of all files is narrowed to .vue files. */
const onlyVue = configs => configs.map(config => ({ ...config, files: ['web/src/**/*.vue'] }))

export default [
  { ignores: ['**/dist/**', '**/*.ts', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...onlyVue(tseslint.configs.recommended),
  ...onlyVue(vue.configs['flat/recommended']),
  ...onlyVue(a11y.configs['flat/recommended']),
  {
    files: ['web/src/**/*.vue'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parser: vueParser,
      parserOptions: {
        parser: tseslint.parser,
        extraFileExtensions: ['.vue'],
        sourceType: 'module',
      },
    },
    rules: {
      // As in .oxlintrc.json.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: requests },
        { name: 'XMLHttpRequest', message: requests },
        { name: 'alert', message: 'Use the dialog in web/src/ui/.' },
        { name: 'confirm', message: 'Use the dialog in web/src/ui/.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'window', property: 'fetch', message: requests },
        { object: 'globalThis', property: 'fetch', message: requests },
      ],

      // Components: script first, typed props, nothing unescaped, no surprises.
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/no-v-html': 'error',
      'vue/no-unused-refs': 'error',
      'vue/no-unused-emit-declarations': 'error',
      'vue/no-ref-object-reactivity-loss': 'error',
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView'] }],
      'vue/require-typed-ref': 'error',
      'vue/no-template-target-blank': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/prefer-true-attribute-shorthand': 'error',
      'vue/eqeqeq': ['error', 'always', { null: 'ignore' }],
      'vue/no-restricted-static-attribute': [
        'error',
        { key: 'dir', value: 'ltr', element: 'html', message: 'The direction follows the language.' },
      ],
      'vue/multi-word-component-names': 'off',
      // With type-based props `undefined` is the default and says so.
      'vue/require-default-prop': 'off',

      // The layout of the text is oxfmt's.
      ...Object.fromEntries(
        [
          'html-closing-bracket-newline',
          'html-indent',
          'html-self-closing',
          'max-attributes-per-line',
          'first-attribute-linebreak',
          'singleline-html-element-content-newline',
          'multiline-html-element-content-newline',
          'html-closing-bracket-spacing',
          'attributes-order',
        ].map(rule => [`vue/${rule}`, 'off']),
      ),

      // Safari forgets that a list without bullets is a list, unless it is told.
      'vuejs-accessibility/no-redundant-roles': ['error', { ul: ['list'], ol: ['list'] }],
      // A label around its control or by `for` is enough; both are demanded by default.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
]
