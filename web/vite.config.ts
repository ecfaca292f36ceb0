import vue from '@vitejs/plugin-vue'
import rtlcss from 'postcss-rtlcss'
import { Mode } from 'postcss-rtlcss/options'
import { defineConfig, type Plugin, type Rolldown } from 'vite'
import { compressedFiles } from './compressed.ts'
import { unusedTokens } from './unused-tokens.ts'

// Where `vite` (the development server) sends calls of the API.
const service = process.env.TREFFPUNKT_SERVICE ?? 'http://127.0.0.1:3000'

/**
 * Everything the entry imports, directly or not, comes in one file: on a phone a request costs more than the bytes.
 * What is imported on demand (the administration, forms) stays split.
 */
function firstView(id: string, graph: { getModuleInfo: Rolldown.GetModuleInfo }): string | null {
  if (commonParts.test(id)) return 'public'
  const seen = new Set<string>()
  const pending = [id]
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const info = graph.getModuleInfo(at)
    if (info?.isEntry) return 'public'
    pending.push(...(info?.importers ?? []))
  }
  return null
}

/** What the pages of meetings and of signing up have in common; the first file is there anyway. */
const commonParts =
  /\/src\/(?:meetings\/(?:public|PlaceName)|ui\/(?:dates|icons|Tp(?:Alert|Button|Icon|Loading|PageHeader|Problem)))\.|\/src\/api\/useLoad\./
const formParts =
  /\/src\/(?:form\/(?:AppForm|ErrorSummary|bound|check-text|draft|posted|reading|sentences|typed|useForm)|ui\/Tp(?:BackLink|Checkbox|Disclosure|Field|Fieldset|Input|RadioGroup|Select|TextBlocks|Textarea))\./
const signUpParts =
  /\/src\/registrations\/(?:ColleagueFields|ConsentFields|EmailField|MeetingLine|OrganisationField|RegistrationFields|SignUpPage|attempts|calls|check|fields|sentences)\./
/** Few enough to come with those of the form: a file of their own would be one request more. */
const isStyle = /\.vue\?.*type=style/
const questionParts = /\/src\/(?:questions\/(?:QuestionFields|answering|asking|values)|question-answers)\./

/** With `vite` alone the addresses of the administration lead to its document, as the service does. */
const officeInDevelopment: Plugin = {
  name: 'office-in-development',
  configureServer: server => {
    server.middlewares.use((request, _response, next) => {
      const isOffice = /^\/(?:admin|sign-in|forgotten-password|invitation|reset-password|confirm-email)(?:[/?]|$)/
      if (isOffice.test(request.url ?? '')) request.url = '/office.html'
      next()
    })
  },
}

export default defineConfig({
  plugins: [vue(), officeInDevelopment, compressedFiles()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  css: {
    // KERN is written with physical sides; only it needs the mirrored rules, ours are logical.
    postcss: { plugins: [unusedTokens(), rtlcss({ mode: Mode.override })] },
    // KERN's SCSS is written for an older Sass; what it deprecates is not ours to mend.
    preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['if-function'] } },
  },
  build: {
    // data: addresses would have to be allowed in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Four builds in one go: what public pages load, what the service makes their first view with, and two documents that
  // share no file with the pages and so take nothing from their weight: the administration, which needs more of Vue, and
  // the door; with it the frame of the API's documentation, which has styles and no script.
  builder: {},
  environments: {
    client: {
      build: {
        outDir: 'dist/client',
        ssrManifest: true,
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: firstView, debugName: 'first view' },
                {
                  name: 'meetings',
                  test: /\/src\/meetings\/(?:MeetingList|PublicMeeting(?:Page|View)|SignUpButton|UpcomingPage|WayThere|standing|venue-facts|words)\.|\/src\/(?:ui\/more-icons|way-there)\./,
                },
                // What a form needs, and what signing up needs besides, in one file each.
                { name: 'form', test: id => formParts.test(id) || (signUpParts.test(id) && isStyle.test(id)) },
                { name: 'sign-up', test: signUpParts },
                // what a form with questions needs, in one file as well
                { name: 'questions', test: questionParts },
              ],
            },
          },
        },
      },
    },
    office: {
      consumer: 'client',
      build: {
        outDir: 'dist/client',
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: 'office.html',
          output: {
            codeSplitting: {
              groups: [
                { name: firstView, debugName: 'first view' },
                { name: 'form', test: formParts },
              ],
            },
          },
        },
      },
    },
    door: {
      consumer: 'client',
      build: {
        outDir: 'dist/client',
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: { input: ['door.html', 'docs.html'] },
      },
    },
    ssr: {
      build: {
        outDir: 'dist/server',
        ssr: true,
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: { input: 'src/render.ts' },
      },
      resolve: { noExternal: true },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(['/api', '/healthz', '/readyz', '/problems'].map(path => [path, service])),
  },
})
