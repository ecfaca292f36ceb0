// Who may import whom: each rule of docs/architecture.md is one entry here.
// A new noun is named once in one of these lists; nothing else has to change.

/** Nouns, upstream first: a noun imports only nouns that stand before it, so no circle can arise. */
const nouns = [
  'settings',
  'accounts',
  'venues',
  'organisations',
  'api-keys',
  'people',
  'working-groups',
  'meetings',
  'questions',
  'needs',
  'agreements',
  'registrations',
  'access-tasks',
  'attendance',
  'barrier-reports',
  'mailings',
]

/** Leaf features may import any noun; nothing but app.ts and its parts in app/ imports them. */
const leaves = [
  'search',
  'statistics',
  'today',
  'imports',
  'documents',
  'reports',
  'mails',
  'invitations',
  'reminders',
  'mail-templates',
  'exports',
  'views',
  'partners',
  'api-docs',
  'privacy',
  'changes',
  'example',
  'verify',
  'metrics',
]

/** The operator's commands, one a file: may import what they call, and are imported by cli.ts alone. */
const commands = 'cli'

/** What app.ts puts together, one purpose a file: knows all nouns, and is imported by app.ts alone. */
const parts = 'app'

/** Folders that know no noun. */
const serverCommons = ['http', 'db', 'jobs', 'mail', 'texts']
const webCommons = ['api', 'ui', 'form', 'session', 'texts', 'styles']

const any = names => `(?:${names.join('|')})`
const serverNoun = `^server/src/${any([...nouns, ...leaves])}/`
const webNoun = `^web/src/(?!${any(webCommons)}/)[^/]+/`
/** Tests, and what only tests use, may reach everywhere. */
const tests = String.raw`\.test\.ts$|^server/(?:bench|test)/|^web/e2e/`

/** One entry for each noun: what stands downstream of it in the list above. */
const downstream = nouns.slice(0, -1).map((noun, index) => ({
  name: `nouns-look-upstream-${noun}`,
  comment: `${noun} stands upstream of ${nouns.slice(index + 1).join(', ')}; app.ts hands over what must call downwards.`,
  severity: 'error',
  from: { path: `^(?:server|shared)/src/${noun}[/.]`, pathNot: tests },
  to: { path: `^(?:server|shared)/src/${any(nouns.slice(index + 1))}[/.]` },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A circle has no beginning: what both need belongs into a third file, or is handed over as a function.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrel',
      comment: 'A file that only passes on hides where a thing lives; import from the file that holds it.',
      severity: 'error',
      from: {},
      to: { path: String.raw`/index\.(?:ts|js|vue)$`, pathNot: 'node_modules' },
    },
    {
      name: 'resolvable',
      comment:
        'Every import leads somewhere, also on a machine other than this one. Vite resolves its own (virtual:, ?url).',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: String.raw`^virtual:|\?url$` },
    },
    {
      name: 'code-knows-no-tests',
      comment: 'What runs in service never imports a test or a helper of tests.',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'shared-imports-only-typebox',
      comment: 'Rule 1. The contracts run in the browser and on the server: nothing but typebox may come in.',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: tests },
      to: { pathNot: String.raw`^shared/src/|(?:^|/)node_modules/typebox/` },
    },
    {
      name: 'web-never-sees-server',
      comment: 'Rule 2. The web knows the contracts in shared/, never the server behind them.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^server/' },
    },
    {
      name: 'server-never-sees-web',
      comment: 'Rule 2. The server is handed the built pages as files.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: tests },
      to: { path: '^web/' },
    },
    {
      name: 'commons-know-no-noun',
      comment: 'Rule 3. db/, http/, jobs/, mail/ serve all nouns and know none; app.ts hands over what a noun exports.',
      severity: 'error',
      from: { path: `^server/src/${any(serverCommons)}/`, pathNot: tests },
      to: { path: serverNoun },
    },
    {
      name: 'root-files-know-no-noun',
      comment: 'Rule 3. Of the files beside the folders only app.ts (and cli.ts, which runs commands) knows nouns.',
      severity: 'error',
      from: { path: String.raw`^server/src/(?!app\.ts|cli\.ts)[^/]+\.ts$`, pathNot: tests },
      to: { path: serverNoun },
    },
    {
      name: 'folders-are-named',
      comment: 'Every folder of the server is a noun, a leaf feature or a common one: name it at the top of this file.',
      severity: 'error',
      from: {},
      to: {
        path: '^server/src/[^/]+/',
        pathNot: `^server/src/${any([...nouns, ...leaves, ...serverCommons, commands, parts])}/`,
      },
    },
    {
      name: 'commands-only-in-cli',
      comment: 'What an operator types is run by cli.ts alone; the service calls what stands behind it.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: String.raw`^server/src/cli(?:\.ts$|/)|` + tests },
      to: { path: `^server/src/${commands}/` },
    },
    {
      name: 'parts-only-in-app',
      comment: 'Rule 3. What app.ts is put together from knows all nouns, so nothing else may know it.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: String.raw`^server/src/app(?:\.ts$|/)|` + tests },
      to: { path: `^server/src/${parts}/` },
    },
    {
      name: 'routes-only-in-app',
      comment: 'Rule 4. Routes are hung up in app/ alone; another noun calls the verb or the query.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: String.raw`^server/src/app(?:\.ts$|/)` },
      to: { path: String.raw`^server/src/[^/]+/routes\.ts$` },
    },
    ...downstream,
    {
      name: 'web-leaves-are-shown-by-components',
      comment: "Rule 5. A page may show a leaf feature's component; what is no component does not know leaves.",
      severity: 'error',
      from: { path: `^web/src/${any(nouns)}/`, pathNot: String.raw`\.vue$|` + tests },
      to: { path: `^web/src/${any(leaves)}/` },
    },
    {
      name: 'leaves-are-not-imported',
      comment: 'Rule 5. Leaf features look at any noun; no noun looks at them.',
      severity: 'error',
      from: { path: `^server/src/${any(nouns)}/`, pathNot: tests },
      to: { path: `^server/src/${any(leaves)}/` },
    },
    {
      name: 'leaves-stand-apart',
      comment: 'Rule 5. A leaf feature does not import another one.',
      severity: 'error',
      from: { path: `^server/src/(${any(leaves)})/`, pathNot: tests },
      to: { path: `^server/src/${any(leaves)}/`, pathNot: '^server/src/$1/' },
    },
    {
      name: 'fastify-at-the-door',
      comment: 'Rule 6. Only app.ts, app/, http/ and routes.ts speak HTTP; rules and queries run without it.',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: String.raw`^server/src/app(?:\.ts$|/)|^server/src/http/|/routes\.ts$|` + tests,
      },
      to: { path: String.raw`(?:^|/)node_modules/(?:fastify|@fastify|fastify-plugin)/` },
    },
    {
      name: 'rules-know-no-http',
      comment:
        'Rule 6. A verb, a query or a job is told who acts; it may know the type of an actor, nothing else of http/.',
      severity: 'error',
      from: { path: serverNoun, pathNot: String.raw`/(?:routes|(?:form-)?page|feeds|answers)\.ts$|` + tests },
      to: {
        path: '^server/src/http/',
        // Making and comparing secrets is arithmetic, and so is writing HTML.
        pathNot: String.raw`^server/src/http/(?:keys|html)\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'queries-look-down',
      comment: 'A query knows db/ and other queries, never the rule that calls it.',
      severity: 'error',
      from: { path: String.raw`^server/src/.+queries\.ts$` },
      to: {
        path: '^server/src/',
        pathNot: String.raw`^server/src/db/|^server/src/problems\.ts$|queries\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'web-parts-know-no-noun',
      comment: 'Rule 6. ui/ and form/ (and api/, session/) are the same for every noun.',
      severity: 'error',
      from: { path: `^web/src/${any(webCommons)}/`, pathNot: tests },
      to: { path: webNoun },
    },
    {
      name: 'migrations-import-nothing',
      comment: 'A migration is frozen: it must mean the same in ten years.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '.' },
    },
    {
      name: 'no-development-tools-in-service',
      comment: 'What runs in service is a dependency, not a development dependency.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(?:^|/)dist/` },
    // Type imports count as well: they show who knows whom.
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    combinedDependencies: false,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
